"use strict";
// Draws the map of the collective: a plain canvas, no library, no request. Names are only ever written with fillText.
const MARKS = { ADOPTER: 1, BRIDGE: 2, OUTSIDE: 4, STARTER: 8 };
const drawnMap = (canvas, data, state, { neighbours, suggested, shown }) => {
  const { ADOPTER, BRIDGE, OUTSIDE } = MARKS, n = data.x.length;
  const screen = canvas.getContext("2d"), still = document.createElement("canvas");
  let ink = {}, asked = false, hasty = 0, wide = 1, high = 1;
  let pen = screen, kept = null, ratio = 1, dot = 2;
  const spotX = new Float64Array(n), spotY = new Float64Array(n);
  // A large map is drawn onto a picture wider than the screen; while it moves, the picture moves.
  const large = n + data.ties.length / 2 > 3000, RIM = 0.25;

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
    drawPeople(lit);
    pen.globalAlpha = 1;
    names.draw(lit, focus, { pen, ink, dot, letter: narrow < 1 ? 11 : 12 });
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

  const names = mapNames(data, state, shown, { width, height, disc, dim, colour, shape, dotted, px, py, spotX, spotY });

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

  function moved() {
    hasty = performance.now() + 120; clearTimeout(moved.timer);
    moved.timer = setTimeout(ask, 160);
    ask(true);
  }

  return { ask, moved, size, colours, px, py, scale, width, height };
};
