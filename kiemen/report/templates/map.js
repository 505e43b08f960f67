"use strict";
// Draws the map of the collective: a plain canvas, no library, no request. Names are only ever written with fillText.
const MARKS = { ADOPTER: 1, BRIDGE: 2, OUTSIDE: 4, STARTER: 8 };
const drawnMap = (canvas, data, state, { neighbours, suggested, shown }) => {
  const { ADOPTER, BRIDGE, OUTSIDE } = MARKS, n = data.x.length;
  const screen = canvas.getContext("2d"), still = document.createElement("canvas");
  let ink = {}, asked = false, hasty = 0, wide = 1, high = 1;
  let pen = screen, kept = null, ratio = 1, taken = [], dot = 2, letter = 12;
  const spotX = new Float64Array(n), spotY = new Float64Array(n);
  // A large map is drawn onto a picture wider than the screen; while it moves, the picture moves.
  const large = n + data.ties.length / 2 > 3000, RIM = 0.25;
  const LINE = 14; // pixels from line to line

  function colours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ink", "quiet", "paper", "kiem", "bridge", "suggestion", "contact"]) ink[name] = style.getPropertyValue("--" + name).trim();
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
  function drawDiscs() {
    data.discs.forEach((one, g) => {
      pen.globalAlpha = dim(g) ? 0.03 : 0.12;
      pen.fillStyle = data.palette[g % data.palette.length];
      pen.beginPath(); pen.arc(...disc(one), 0, 7); pen.fill();
    });
  }
  // The name of a group stands above, below, beside or in its disc, the largest groups first: where no name stands, the
  // fewest dots and no other group.
  function nameDiscs() {
    pen.textAlign = "center";
    const font = `600 ${letter}px system-ui, sans-serif`, longest = data.discs.length > 20 ? 22 : 36;
    const order = data.discs.map((_, g) => g).sort((a, b) => data.discs[b][2] - data.discs[a][2]);
    for (const g of order) {
      const [x, y, r] = disc(data.discs[g]), name = data.groups[g], words = name.length > longest ? name.slice(0, longest / 2) + "…" + name.slice(1 - longest / 2) : name;
      const seen = x > -r && x < width() + r, inside = y > -r && y < height() + r;
      const other = (u, v) => data.discs.some((one, k) => { const [a, b, c] = disc(one); return k !== g && Math.hypot(u - a, v - b) < c; });
      pen.font = font;
      const places = forms(words).flatMap((said) => {
        const more = LINE * (said.length - 1), half = Math.max(...said.map((line) => pen.measureText(line).width)) / 2 + 3;
        const fits = (u) => u > half && u < width() - half, centre = Math.max(half, Math.min(width() - half, x));
        const sides = seen ? [centre, ...[-0.6, 0.6, -1.2, 1.2].map((k) => x + k * r).filter(fits)] : [centre];
        const spots = [y - r - 5, y + r + 13 + more, y + 4 + more / 2, y - r / 2, y + r / 2 + more].flatMap((v) => sides.map((u) => [u, v]));
        const beside = [x - r - half - 4, x + r + half + 4].filter((u) => width() < 560 && seen && fits(u)).map((u) => [u, y + 4 + more / 2]);
        return [...spots, ...beside].filter(([, v]) => v - more > 12 && v < height() - 3 || !inside)
          .map(([u, v]) => [u - half, v, 2 * half, other(u, v - 4 - more / 2) ? 6 : 0, more, said]);
      });
      const spot = airiest(places);
      pen.globalAlpha = dim(g) ? 0.3 : 1;
      if (spot) spot[4].forEach((line, k) => label(line, seen ? spot[0] + spot[2] / 2 : x, spot[1] - spot[3] + k * LINE, font));
    }
    pen.globalAlpha = 1;
  }
  // A long name stands on one line, or on a narrow screen on two, where that is nearer to its group.
  function forms(words) {
    const middle = [...words.matchAll(/ /g)].map((one) => one.index).sort((a, b) => Math.abs(2 * a - words.length) - Math.abs(2 * b - words.length))[0];
    return width() < 560 && words.length > 15 && middle ? [[words.slice(0, middle), words.slice(middle + 1)], [words]] : [[words]];
  }
  // Of places for words (left, foot, length, what is against it, what is above the last line) take the one that covers
  // the fewest dots, and no more than so many; none where all cross a name.
  function airiest(places, most = Infinity) {
    let best = null, fewest = most + 1;
    for (const [x, y, room, dear = 0, more = 0, said] of places) {
      if (fewest === 0 || taken.some(([a, b, c, over]) => x < a + c + 4 && a < x + room + 4 && y - more - LINE < b && b - over - LINE < y)) continue;
      const count = covered(x, y, room, more, fewest - dear) + dear;
      if (count < fewest) [best, fewest] = [[x, y, room, more, said], count];
    }
    if (best) taken.push(best);
    return best;
  }
  // How many dots lie under words, counted up to so many. In a crowd every place covers some, and counting would take long.
  function covered(x, y, room, more, most) {
    if (n > 2000) return 0;
    let count = 0;
    const rim = Math.max(3, dot * 0.8);
    for (let i = 0; i < n && count < most; i++) if (shown[i] && spotX[i] > x - rim && spotX[i] < x + room + rim && spotY[i] > y - more - 9 - rim && spotY[i] < y + 2 + rim) count++;
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
      const fill = flags & ADOPTER ? ink.kiem : flags & OUTSIDE ? ink.contact : data.group[i] < 0 ? ink.quiet : data.palette[data.group[i] % data.palette.length];
      const key = (lit(i) ? "1" : "0") + (flags & ADOPTER ? "2" : "1") + fill;
      if (!paths.has(key)) paths.set(key, new Path2D());
      const path = paths.get(key), r = big * 1.3;
      if (flags & OUTSIDE) { path.moveTo(x, y - r); path.lineTo(x + r, y); path.lineTo(x, y + r); path.lineTo(x - r, y); path.closePath(); }
      else dotted(path, x, y, big, flags & ADOPTER ? 0 : Math.max(0, Math.floor(data.group[i] / data.palette.length)) % 4);
      if (flags & BRIDGE || i === state.chosen || i === state.over) marks.push([i, x, y, big]);
    }
    for (const key of [...paths.keys()].sort()) {
      Object.assign(pen, { globalAlpha: key[0] === "1" ? 1 : 0.12, fillStyle: key.slice(2), lineWidth: 1, strokeStyle: ink.paper });
      pen.fill(paths.get(key));
      if (key[1] === "2") pen.stroke(paths.get(key));
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
