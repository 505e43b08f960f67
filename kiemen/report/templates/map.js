"use strict";
// Draws the map of the collective: a plain canvas, no library, no request. Names are only ever written with fillText.
const MARKS = { ADOPTER: 1, BRIDGE: 2, OUTSIDE: 4, STARTER: 8 };
const drawnMap = (canvas, data, state, { neighbours, suggested, shown }) => {
  const { ADOPTER, BRIDGE, OUTSIDE } = MARKS, n = data.x.length;
  const screen = canvas.getContext("2d"), still = document.createElement("canvas");
  let ink = {}, asked = false, hasty = 0, wide = 1, high = 1;
  let pen = screen, kept = null, ratio = 1, taken = [], dot = 2, letter = 12, small = 0, settled = {};
  const spotX = new Float64Array(n), spotY = new Float64Array(n);
  // A large map is drawn onto a picture wider than the screen; while it moves, the picture moves.
  const large = n + data.ties.length / 2 > 3000, RIM = 0.25;
  const LINE = 14; // pixels from line to line
  // Directions around a disc: above and below first.
  const AROUND = [4, 12, 3, 5, 11, 13, 2, 6, 10, 14, 1, 7, 9, 15, 0, 8].map((k) => [Math.cos(k * Math.PI / 8), Math.sin(k * Math.PI / 8)]);

  function colours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ink", "quiet", "paper", "kiem", "bridge", "suggestion", "contact"]) ink[name] = style.getPropertyValue("--" + name).trim();
    // The soft colours of groups are too near to white paper, where a rim sets them off; on dark paper they stand out.
    ink.rim = style.colorScheme === "dark" ? "transparent" : ink.quiet;
  }

  function size() {
    const box = canvas.getBoundingClientRect();
    ratio = window.devicePixelRatio || 1;
    [wide, high] = [box.width, box.height];
    canvas.width = Math.max(1, Math.round(wide * ratio));
    canvas.height = Math.max(1, Math.round(high * ratio));
    still.width = large ? Math.ceil(canvas.width * (1 + 2 * RIM)) : 1;
    still.height = large ? Math.ceil(canvas.height * (1 + 2 * RIM)) : 1;
    ask();
  }
  const width = () => wide, height = () => high;
  // Everybody and every disc are in sight at first, with room for the names above and below.
  const [reachX, reachY] = middle();
  // On paper the canvas is hidden and has no size at all.
  const scale = () => Math.max(0.01, Math.min((width() - 24) / (2 * reachX), (height() - 52) / (2 * reachY))) * state.zoom;
  const px = (i) => width() / 2 + state.dx + data.x[i] * scale();
  const py = (i) => height() / 2 + state.dy - data.y[i] * scale();

  // Puts the middle of the map at nothing, and gives how far it reaches from there to the side and up.
  function middle() {
    const rims = [...data.x.map((x, i) => [x, data.y[i], 0]), ...data.discs];
    const reach = (k) => {
      const [low, high] = rims.reduce(([a, b], one) => [Math.min(a, one[k] - one[2]), Math.max(b, one[k] + one[2])], [Infinity, -Infinity]);
      const centre = rims.length ? (low + high) / 2 : 0;
      const list = k ? data.y : data.x;
      for (let i = 0; i < n; i++) list[i] -= centre;
      for (const one of data.discs) one[k] -= centre;
      return Math.max(rims.length ? (high - low) / 2 : 0, 0.05);
    };
    return [reach(0), reach(1)];
  }

  function ask(moving = false) {
    if (!moving) kept = null;
    if (!asked) requestAnimationFrame(() => { asked = false; draw(); });
    asked = true;
  }

  function lines(list, keep, step) {
    pen.beginPath();
    for (let k = 0; k < list.length; k += 2 * step) {
      const i = list[k], j = list[k + 1];
      if (keep(i, j)) { pen.moveTo(px(i), py(i)); pen.lineTo(px(j), py(j)); }
    }
    pen.stroke();
  }

  function draw() {
    if (!large) return onto(screen, 0, scene);
    if (!kept || !place()) {
      onto(still.getContext("2d"), RIM, scene);
      kept = { zoom: state.zoom, dx: state.dx, dy: state.dy };
      place();
    }
  }
  function onto(context, rim, work) {
    pen = context;
    pen.setTransform(ratio, 0, 0, ratio, rim * canvas.width, rim * canvas.height);
    pen.clearRect(-rim * wide, -rim * high, wide * (1 + 2 * rim), high * (1 + 2 * rim));
    work();
  }
  // Show the picture where the map is now; false where it would leave a gap or be too coarse for a moment.
  function place() {
    const k = state.zoom / kept.zoom;
    const x = wide / 2 + state.dx - (wide * (0.5 + RIM) + kept.dx) * k, y = high / 2 + state.dy - (high * (0.5 + RIM) + kept.dy) * k;
    const w = wide * (1 + 2 * RIM) * k, h = high * (1 + 2 * RIM) * k;
    if (k < 0.4 || k > 3 || (k >= 1 && (x > 0 || y > 0 || x + w < wide || y + h < high))) return false;
    onto(screen, 0, () => screen.drawImage(still, x, y, w, h));
    return true;
  }

  function scene() {
    const focus = state.chosen >= 0 ? state.chosen : state.over;
    const near = focus >= 0 ? new Set([focus, ...neighbours[focus], ...(state.plans ? suggested[focus] : [])]) : null;
    const lit = (i) => shown[i] && (!near || near.has(i));
    taken = [];
    for (let i = 0; i < n; i++) [spotX[i], spotY[i]] = [px(i), py(i)];
    drawDiscs();
    if (state.ties) {
      const count = data.ties.length / 2;
      const step = performance.now() < hasty ? Math.max(1, Math.ceil(count / 4000)) : 1;
      Object.assign(pen, { strokeStyle: ink.quiet, lineWidth: 0.7 });
      pen.globalAlpha = (near ? 0.25 : 1) * Math.max(0.05, Math.min(0.4, (state.filtered ? 30 : 12) / Math.sqrt(count + 1)));
      lines(data.ties, (i, j) => shown[i] && shown[j], step);
      Object.assign(pen, { globalAlpha: 0.9, lineWidth: 1.4 });
      if (focus >= 0) lines(neighbours[focus].flatMap((j) => [focus, j]), () => true, 1);
    }
    if (state.plans) {
      Object.assign(pen, { globalAlpha: focus >= 0 ? 0.35 : 0.95, strokeStyle: ink.suggestion, lineWidth: 2 });
      pen.setLineDash([6, 4]);
      lines(data.suggestions, (i, j) => shown[i] || shown[j], 1);
      pen.globalAlpha = 1;
      if (focus >= 0) lines(suggested[focus].flatMap((j) => [focus, j]), () => true, 1);
      pen.setLineDash([]);
    }
    // On a narrow screen dots and names are smaller: there they would lie on each other.
    const narrow = Math.max(0.6, Math.min(1, width() / 560));
    dot = Math.max(1.8, narrow * Math.min(8, 70 / Math.sqrt(n + 1) * Math.sqrt(state.zoom)));
    letter = narrow < 1 ? 11 : 12;
    drawPeople(lit);
    pen.globalAlpha = 1;
    nameDiscs();
    drawNames(lit, focus);
  }

  const disc = ([x, y, r]) => [width() / 2 + state.dx + x * scale(), height() / 2 + state.dy - y * scale(), r * scale()];
  const dim = (g) => state.group >= 0 && state.group !== g;
  const colour = (g) => data.palette[g % data.palette.length], shape = (g) => Math.max(0, Math.floor(g / data.palette.length)) % 4;
  function drawDiscs() {
    data.discs.forEach((one, g) => {
      Object.assign(pen, { fillStyle: colour(g), strokeStyle: colour(g), lineWidth: 1, globalAlpha: dim(g) ? 0.03 : 0.12 });
      pen.beginPath(); pen.arc(...disc(one), 0, 7); pen.fill();
      pen.globalAlpha = dim(g) ? 0.1 : 0.45;
      pen.stroke();
    });
  }
  // The name of a group stands at its disc in a frame of its colour, with the sign of its dots where colours recur. A name
  // that would lie on that of a larger group waits until there is room.
  function nameDiscs() {
    const circles = data.discs.map(disc), order = circles.map((_, g) => g).sort((a, b) => circles[b][2] - circles[a][2]);
    // Many names on a phone are small: else they would hide the people, and some would have to wait.
    small = width() < 560 && order.length > 10 ? 2 : 0;
    pen.font = `600 ${letter - (small && 1)}px system-ui, sans-serif`;
    const view = [state.zoom, state.dx, state.dy, wide, high, state.query, state.group, state.role].join();
    if (settled.view !== view) settled = { view, spots: settle(circles.map((_, g) => places(g, circles)), circles, order) };
    for (const g of order) {
      const at = settled.spots[g];
      if (!at || taken.some((box) => crosses(box, at.box))) continue;
      taken.push(at.box);
      pen.globalAlpha = dim(g) ? 0.3 : 1;
      title(g, at);
    }
    pen.globalAlpha = 1;
  }
  // Give each name a place. They look for the best a few times, since the first do not know where the last have to be; and
  // in several orders, since each ends where moving a single name no longer helps.
  function settle(options, circles, order) {
    let best = [], least = Infinity;
    for (const turn of [order, [...order].reverse(), ...[0, 1].map((k) => [...order].sort((a, b) => circles[a][k] - circles[b][k]))]) {
      const spots = options.map(() => null), costs = options.map(() => 0);
      for (let again = 0; again < 4; again++) for (const g of turn) {
        costs[g] = Infinity;
        const others = spots.filter((at, k) => at && k !== g);
        for (const place of options[g]) {
          let cost = place.dear;
          for (let k = 0; k < others.length && cost < costs[g]; k++) if (crosses(others[k].box, place.box)) cost += 100;
          if (cost < costs[g]) [spots[g], costs[g]] = [place, cost];
        }
      }
      const sum = costs.reduce((all, cost) => all + (cost < Infinity ? cost : 0), 0);
      if (sum < least) [best, least] = [spots, sum];
    }
    return best;
  }
  const sign = () => data.groups.length > data.palette.length ? letter - small : 0;
  const far = (a, b) => Math.sqrt(a * a + b * b);
  const crosses = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  // Where the name of a group may stand: at the rim of its disc all around, and inside it. What lies nearer to another
  // disc than to its own is dear, and so is what covers many dots.
  function places(g, circles) {
    const [x, y, r] = circles[g], name = data.groups[g], longest = data.discs.length > 20 ? 22 : 36;
    const words = name.length > longest ? name.slice(0, longest / 2) + "…" + name.slice(1 - longest / 2) : name;
    // Of a disc of which next to nothing is in sight the name would stand at others.
    const out = r - Math.min(r, 20), seen = x > -out && x < width() + out && y > -out && y < height() + out;
    const nearer = (u, v, own) => circles.some(([a, b, c], k) => k !== g && far(u - a, v - b) - c < own);
    return forms(words).flatMap((said, more) => {
      const half = Math.max(...said.map((line) => pen.measureText(line).width)) / 2 + 5 - small + sign() / 2, tall = (LINE * said.length + 4 - small) / 2;
      return AROUND.flatMap(([across, up]) => {
        const side = (k) => Math.max(-1, Math.min(1, 2 * k));
        return [[r + 2, 1, 0], [r, 0, 1], [r / 2, 0, 2]].map(([away, off, dear]) => [x + away * across + off * half * side(across), y - away * up - off * tall * side(up), dear]);
      }).concat([[x, y, 2]]).flatMap(([u, v, dear]) => {
        if (seen) [u, v] = [Math.max(half + 3, Math.min(width() - half - 3, u)), Math.max(tall + 3, Math.min(height() - tall - 3, v))];
        const apart = far(Math.max(Math.abs(u - x) - half, 0), Math.max(Math.abs(v - y) - tall, 0));
        if (apart > r + 6) return [];
        const box = [u - half - 1, v - tall - 1, u + half + 1, v + tall + 1];
        const astray = [-0.9, -0.45, 0, 0.45, 0.9].filter((k) => nearer(u + k * half, v, far(u + k * half - x, v - y) - r)).length;
        return [{ u, v, half, tall, box, said, dear: dear + more + 8 * astray + Math.min(20, 0.6 * covered(box, 34, Math.ceil(n / 600))) }];
      });
    });
  }
  function title(g, { u, v, half, tall, said }) {
    const dimmed = pen.globalAlpha, room = sign();
    Object.assign(pen, { fillStyle: ink.paper, globalAlpha: dimmed * 0.8, strokeStyle: colour(g), lineWidth: 1.5, textAlign: "center" });
    pen.fillRect(u - half, v - tall, 2 * half, 2 * tall);
    pen.globalAlpha = dimmed;
    pen.strokeRect(u - half, v - tall, 2 * half, 2 * tall);
    if (room) {
      const spot = new Path2D();
      dotted(spot, u - half + 3 - small / 2 + room / 2, v, room * 0.32, shape(g));
      Object.assign(pen, { fillStyle: colour(g) });
      pen.fill(spot);
    }
    pen.fillStyle = ink.ink;
    said.forEach((line, k) => pen.fillText(line, u + room / 2, v + letter * 0.36 + LINE * (k - (said.length - 1) / 2)));
  }
  // A long name stands on one line, or on a narrow screen on two, where that is nearer to its group.
  function forms(words) {
    const middle = [...words.matchAll(/ /g)].map((one) => one.index).sort((a, b) => Math.abs(2 * a - words.length) - Math.abs(2 * b - words.length))[0];
    return width() < 560 && words.length > 15 && middle ? [[words.slice(0, middle), words.slice(middle + 1)], [words]] : [[words]];
  }
  // Of places for the name of a person (left, foot, length) take the one that covers the fewest dots, and no more than so
  // many; none where all cross a name.
  function airiest(places, most = Infinity) {
    let best = null, fewest = most + 1;
    for (const [x, y, room] of places) {
      const box = [x - 2, y - 11, x + room + 2, y + 3];
      if (fewest === 0 || taken.some((other) => crosses(other, box))) continue;
      // In a crowd every place covers some, and counting would take long.
      const count = n > 2000 ? 0 : covered(box, fewest);
      if (count < fewest) [best, fewest] = [[x, y, box], count];
    }
    if (best) taken.push(best[2]);
    return best;
  }
  // How many dots lie under a box, counted up to so many, each early adopter and bridge as five. With a step, some
  // stand for the rest.
  function covered([left, top, right, foot], most, step = 1) {
    let count = 0;
    const rim = Math.max(3, dot * 0.8) - 2;
    for (let i = 0; i < n && count < most; i += step) if (shown[i] && spotX[i] > left - rim && spotX[i] < right + rim && spotY[i] > top - rim && spotY[i] < foot + rim) count += data.flags[i] & (ADOPTER | BRIDGE) ? 5 * step : step;
    return count;
  }
  function label(words, x, y, font) {
    Object.assign(pen, { font, lineWidth: 3, strokeStyle: ink.paper, fillStyle: ink.ink });
    pen.strokeText(words, x, y);
    pen.fillText(words, x, y);
  }

  // One path for everybody of a colour: thousands of fills cost more than all the rest.
  function drawPeople(lit) {
    const paths = new Map(), marks = [];
    for (let i = 0; i < n; i++) {
      const flags = data.flags[i], x = px(i), y = py(i), big = flags & ADOPTER ? dot * 1.7 : dot;
      const fill = flags & ADOPTER ? ink.kiem : flags & OUTSIDE ? ink.contact : data.group[i] < 0 ? ink.quiet : colour(data.group[i]);
      const key = (lit(i) ? "1" : "0") + (flags & ADOPTER ? "2" : "1") + fill;
      if (!paths.has(key)) paths.set(key, new Path2D());
      const path = paths.get(key), r = big * 1.3;
      if (flags & OUTSIDE) { path.moveTo(x, y - r); path.lineTo(x + r, y); path.lineTo(x, y + r); path.lineTo(x - r, y); path.closePath(); }
      else dotted(path, x, y, big, flags & ADOPTER ? 0 : shape(data.group[i]));
      if (flags & BRIDGE || i === state.chosen || i === state.over) marks.push([i, x, y, big]);
    }
    for (const key of [...paths.keys()].sort()) {
      const lone = key[1] === "2", path = paths.get(key);
      Object.assign(pen, { globalAlpha: key[0] === "1" ? 1 : 0.12, fillStyle: key.slice(2), lineWidth: lone ? 1 : Math.min(1.6, 0.7 * dot), strokeStyle: lone ? ink.paper : ink.rim });
      if (!lone) pen.stroke(path);
      pen.fill(path);
      if (lone) pen.stroke(path);
    }
    for (const [i, x, y, big] of marks) {
      pen.globalAlpha = lit(i) ? 1 : 0.12;
      if (data.flags[i] & BRIDGE) ring(x, y, big + 3.5, 2, ink.bridge);
      if (i === state.chosen || i === state.over) ring(x, y, big + 6, 2.5, ink.ink);
    }
  }
  // Round, square, and triangles up and down: groups that share a colour differ in shape.
  function dotted(path, x, y, r, shape) {
    if (shape === 0) { path.moveTo(x + r, y); path.arc(x, y, r, 0, 7); }
    else if (shape === 1) path.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
    else { const up = shape === 2 ? 1.25 * r : -1.25 * r; path.moveTo(x, y - up); path.lineTo(x + up, y + 0.7 * up); path.lineTo(x - up, y + 0.7 * up); path.closePath(); }
  }
  function ring(x, y, r, lineWidth, strokeStyle) {
    Object.assign(pen, { lineWidth, strokeStyle });
    pen.beginPath(); pen.arc(x, y, r, 0, 7); pen.stroke();
  }

  function drawNames(lit, focus) {
    const some = [];
    for (let i = 0; i < n; i++) if (lit(i) && px(i) > 0 && px(i) < width() && py(i) > 0 && py(i) < height()) some.push(i);
    if (focus < 0 && some.length > 60) return;
    some.sort((a, b) => (b === focus) - (a === focus) || (data.flags[b] & ADOPTER) - (data.flags[a] & ADOPTER));
    pen.textAlign = "left";
    for (const i of some.slice(0, 90)) {
      const font = `${i === focus ? 700 : 400} ${letter}px system-ui, sans-serif`;
      pen.font = font;
      const big = dot * (data.flags[i] & ADOPTER ? 1.7 : 1) + (data.flags[i] & BRIDGE ? 4 : 0) + 5, room = pen.measureText(data.name[i]).width;
      const x = px(i), y = py(i) + 4, middle = x - room / 2;
      const places = [[x + big, y], [x - big - room, y], [middle, y - big - 5], [middle, y + big + 6]].filter(([u, v]) => u > 4 && u + room < width() - 4 && v > 12 && v < height() - 3);
      // A name that would hide somebody else waits until there is room: whoever zooms in or clicks sees it.
      const spot = airiest(places.map(([u, v]) => [u, v, room]), i === focus ? Infinity : 0) ?? (i === focus ? [Math.max(2, Math.min(x + big, width() - room)), y] : null);
      if (spot) label(data.name[i], spot[0], spot[1], font);
    }
  }
  function moved() {
    hasty = performance.now() + 120; clearTimeout(moved.timer);
    moved.timer = setTimeout(ask, 160);
    ask(true);
  }

  return { ask, moved, size, colours, px, py, scale, width, height };
};
