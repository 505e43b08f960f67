"use strict";
// The map of the collective: a plain canvas, no library, no request. Names come from the data island and are only ever
// written with textContent or fillText, so that whatever a name holds stays text.
(() => {
  const island = document.getElementById("kiemen-data");
  const canvas = document.getElementById("map");
  if (!island || !canvas) return;
  const data = JSON.parse(island.textContent);
  const words = data.words;
  const n = data.x.length;
  const pen = canvas.getContext("2d");
  const byId = (id) => document.getElementById(id);
  const ADOPTER = 1, BRIDGE = 2, OUTSIDE = 4, STARTER = 8;

  function beside(list) {
    const found = Array.from({ length: n }, () => []);
    for (let k = 0; k < list.length; k += 2) {
      found[list[k]].push(list[k + 1]);
      found[list[k + 1]].push(list[k]);
    }
    return found;
  }
  const neighbours = beside(data.ties), suggested = beside(data.suggestions);

  const state = { zoom: 1, dx: 0, dy: 0, chosen: -1, over: -1, group: -1, role: 0, query: "", ties: true, plans: true, rows: 12 };
  let ink = {}, asked = false, hasty = 0, shown = new Uint8Array(n).fill(1), anyFilter = false, wide = 1, high = 1;

  function colours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ink", "quiet", "paper", "kiem", "bridge", "suggestion", "contact"]) ink[name] = style.getPropertyValue("--" + name).trim();
  }

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const folded = data.name.map((name, i) => fold(name + " " + (data.group[i] < 0 ? "" : data.groups[data.group[i]])));

  function fits(i) {
    if (state.group >= 0 && data.group[i] !== state.group) return false;
    if (state.role && !(data.flags[i] & state.role)) return false;
    return !state.query || folded[i].includes(state.query);
  }

  function refilter() {
    anyFilter = state.group >= 0 || state.role > 0 || state.query !== "";
    for (let i = 0; i < n; i++) shown[i] = fits(i) ? 1 : 0;
    state.rows = 12;
    fillTable(); ask();
  }

  function size() {
    const box = canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    [wide, high] = [box.width, box.height];
    canvas.width = Math.max(1, Math.round(wide * ratio));
    canvas.height = Math.max(1, Math.round(high * ratio));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    ask();
  }
  const width = () => wide, height = () => high;
  const scale = () => (Math.min(width() / data.ratio, height()) / 2.35) * state.zoom;
  const px = (i) => width() / 2 + state.dx + data.x[i] * scale();
  const py = (i) => height() / 2 + state.dy - data.y[i] * scale();

  function ask() {
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
    pen.clearRect(0, 0, width(), height());
    const focus = state.chosen >= 0 ? state.chosen : state.over;
    const near = focus >= 0 ? new Set([focus, ...neighbours[focus], ...(state.plans ? suggested[focus] : [])]) : null;
    const lit = (i) => shown[i] && (!near || near.has(i));
    drawGroups();
    if (state.ties) {
      const count = data.ties.length / 2;
      const step = performance.now() < hasty ? Math.max(1, Math.ceil(count / 4000)) : 1;
      Object.assign(pen, { strokeStyle: ink.quiet, lineWidth: 0.7 });
      pen.globalAlpha = (near ? 0.25 : 1) * Math.max(0.05, Math.min(0.4, (anyFilter ? 30 : 12) / Math.sqrt(count + 1)));
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
    const dot = Math.max(1.8, Math.min(8, 70 / Math.sqrt(n + 1) * Math.sqrt(state.zoom)));
    for (let i = 0; i < n; i++) {
      pen.globalAlpha = lit(i) ? 1 : 0.12;
      drawPerson(i, dot);
    }
    pen.globalAlpha = 1;
    drawNames(lit, dot, focus);
  }

  function drawGroups() {
    const named = [];
    pen.textAlign = "center";
    data.discs.forEach((disc, g) => {
      const x = width() / 2 + state.dx + disc[0] * scale(), y = height() / 2 + state.dy - disc[1] * scale();
      const r = disc[2] * scale();
      const dim = state.group >= 0 && state.group !== g;
      pen.globalAlpha = dim ? 0.03 : 0.12;
      pen.fillStyle = data.palette[g % data.palette.length];
      circle(x, y, r); pen.fill();
      pen.globalAlpha = dim ? 0.3 : 1;
      pen.font = "600 12px system-ui, sans-serif";
      const room = pen.measureText(data.groups[g]).width / 2;
      const spot = [y - r - 5, y + r + 13, y + 4].find((v) => !named.some(([a, b, c]) => Math.abs(a - x) < room + c && Math.abs(b - v) < 14));
      if (spot !== undefined && (data.discs.length < 30 || r > 34)) {
        named.push([x, spot, room]);
        label(data.groups[g], x, spot, pen.font);
      }
    });
    pen.globalAlpha = 1;
  }

  function circle(x, y, r) { pen.beginPath(); pen.arc(x, y, r, 0, 7); }
  function label(words, x, y, font) {
    Object.assign(pen, { font, lineWidth: 3, strokeStyle: ink.paper, fillStyle: ink.ink });
    pen.strokeText(words, x, y);
    pen.fillText(words, x, y);
  }

  function drawPerson(i, dot) {
    const x = px(i), y = py(i), flags = data.flags[i];
    const big = flags & ADOPTER ? dot * 1.7 : dot;
    pen.fillStyle = flags & ADOPTER ? ink.kiem : flags & OUTSIDE ? ink.contact : data.group[i] < 0 ? ink.quiet : data.palette[data.group[i] % data.palette.length];
    circle(x, y, big);
    if (flags & OUTSIDE) {
      const r = big * 1.3;
      pen.beginPath(); pen.moveTo(x, y - r); pen.lineTo(x + r, y); pen.lineTo(x, y + r); pen.lineTo(x - r, y); pen.closePath();
    }
    pen.fill();
    if (flags & ADOPTER) { pen.lineWidth = 1; pen.strokeStyle = ink.paper; pen.stroke(); }
    if (flags & BRIDGE) { pen.lineWidth = 2; pen.strokeStyle = ink.bridge; circle(x, y, big + 3.5); pen.stroke(); }
    if (i === state.chosen || i === state.over) { pen.lineWidth = 2.5; pen.strokeStyle = ink.ink; circle(x, y, big + 6); pen.stroke(); }
  }

  function drawNames(lit, dot, focus) {
    const taken = [];
    const some = [];
    for (let i = 0; i < n; i++) if (lit(i) && px(i) > 0 && px(i) < width() && py(i) > 0 && py(i) < height()) some.push(i);
    if (focus < 0 && some.length > 60) return;
    some.sort((a, b) => (b === focus) - (a === focus) || (data.flags[b] & ADOPTER) - (data.flags[a] & ADOPTER));
    pen.textAlign = "left";
    for (const i of some.slice(0, 90)) {
      const x = px(i) + dot * 1.7 + 4, y = py(i) + 4, room = data.name[i].length * 6.2;
      if (taken.some((t) => x < t[0] + t[2] && t[0] < x + room && Math.abs(y - t[1]) < 13)) continue;
      taken.push([x, y, room]);
      label(data.name[i], x, y, (i === focus ? "700" : "400") + " 12px system-ui, sans-serif");
    }
  }

  // ------------------------------------------------------------ pointer, wheel and keys
  function nearest(event) {
    const box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    let best = -1, reach = 14 * 14;
    for (let i = 0; i < n; i++) {
      if (!shown[i]) continue;
      const d = (px(i) - x) ** 2 + (py(i) - y) ** 2;
      if (d < reach) { reach = d; best = i; }
    }
    return best;
  }
  function zoomAt(factor, x = width() / 2, y = height() / 2) {
    const zoom = Math.max(0.5, Math.min(40, state.zoom * factor)), real = zoom / state.zoom;
    state.dx = (state.dx - (x - width() / 2)) * real + (x - width() / 2);
    state.dy = (state.dy - (y - height() / 2)) * real + (y - height() / 2);
    state.zoom = zoom;
    moved();
  }
  function moved() {
    hasty = performance.now() + 120; clearTimeout(moved.timer);
    moved.timer = setTimeout(ask, 160);
    ask();
  }
  function choose(i, tell = true) {
    state.chosen = i;
    if (tell) byId("told").textContent = i < 0 ? "" : describe(i);
    ask();
  }
  function describe(i) {
    const group = data.group[i] < 0 ? "" : ", " + data.groups[data.group[i]], plans = suggested[i].map((j) => data.name[j]).join(", ");
    const tied = data.degree[i] < 0 ? "" : ": " + (data.degree[i] === 1 ? words.tie : words.ties.replace("{n}", String(data.degree[i])));
    const roles = roleWords(i);
    return data.name[i] + group + (roles ? " (" + roles + ")" : "") + tied + (plans ? ". " + words.plans + ": " + plans : "") + ".";
  }
  function roleWords(i) {
    const f = data.flags[i];
    return [[ADOPTER, words.adopter], [BRIDGE, words.bridge], [STARTER, words.starter], [OUTSIDE, words.outside]].filter(([bit]) => f & bit).map(([, word]) => word).join(", ");
  }

  const pointers = new Map();
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, event);
    drag = { x: event.clientX, y: event.clientY, far: 0 };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pointers.size === 2 && pointers.has(event.pointerId)) {
      const gap = () => { const [a, b] = [...pointers.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
      const before = gap();
      pointers.set(event.pointerId, event);
      return zoomAt(gap() / Math.max(before, 1));
    }
    if (drag && pointers.has(event.pointerId)) {
      state.dx += event.clientX - drag.x;
      state.dy += event.clientY - drag.y;
      drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.abs(event.movementX) + Math.abs(event.movementY) };
      pointers.set(event.pointerId, event);
      return moved();
    }
    const over = nearest(event);
    if (over !== state.over) { state.over = over; ask(); }
  });
  const release = (event) => {
    if (drag && drag.far < 5 && pointers.has(event.pointerId) && event.type === "pointerup") choose(nearest(event));
    pointers.delete(event.pointerId); drag = null;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => { state.over = -1; ask(); });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return; // the page itself keeps scrolling
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoomAt(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  const KEYS = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }; // pixels
  canvas.addEventListener("keydown", (event) => {
    if (KEYS[event.key]) { state.dx += KEYS[event.key][0]; state.dy += KEYS[event.key][1]; moved(); }
    else if (event.key === "+" || event.key === "=") zoomAt(1.25);
    else if (event.key === "-") zoomAt(0.8);
    else if (event.key === "0") reset();
    else if (event.key === "Escape") choose(-1);
    else return;
    event.preventDefault();
  });
  function reset() { Object.assign(state, { zoom: 1, dx: 0, dy: 0 }); choose(-1); moved(); }

  // ------------------------------------------------------------ the same facts as a table
  const make = (kind, words, more = {}) => Object.assign(document.createElement(kind), { textContent: words, ...more });
  function fillTable() {
    const body = byId("people-rows");
    const list = data.x.map((_, i) => i).filter((i) => shown[i]);
    body.replaceChildren();
    for (const i of list.slice(0, state.rows)) {
      const row = make("tr", ""), head = make("th", "", { scope: "row" });
      const button = make("button", data.name[i], { type: "button", className: "person" });
      button.addEventListener("click", () => { centre(i); choose(i); });
      head.append(button);
      row.append(head, make("td", data.group[i] < 0 ? "–" : data.groups[data.group[i]]), make("td", roleWords(i) || "–"),
        make("td", data.degree[i] < 0 ? "–" : String(data.degree[i]), { className: "number" }),
        make("td", suggested[i].map((j) => data.name[j]).join(", ") || "–"));
      body.append(row);
    }
    byId("people-more").hidden = list.length <= state.rows;
    byId("people-count").textContent = words.shown.replace("{n}", String(Math.min(list.length, state.rows))).replace("{all}", String(list.length));
  }
  function centre(i) {
    state.zoom = Math.max(state.zoom, 2);
    state.dx = -data.x[i] * scale();
    state.dy = data.y[i] * scale();
    moved();
  }

  const on = (id, kind, act) => byId(id).addEventListener(kind, (event) => act(event.target));
  on("search", "input", (box) => {
    state.query = fold(box.value.trim());
    refilter();
    choose(shown.reduce((sum, one) => sum + one, 0) === 1 ? shown.indexOf(1) : -1);
  });
  on("group", "change", (box) => { state.group = Number(box.value); choose(-1); refilter(); });
  on("role", "change", (box) => { state.role = Number(box.value); choose(-1); refilter(); });
  on("show-ties", "change", (box) => { state.ties = box.checked; ask(); });
  on("show-plans", "change", (box) => { state.plans = box.checked; ask(); });
  on("zoom-in", "click", () => zoomAt(1.4));
  on("zoom-out", "click", () => zoomAt(1 / 1.4));
  on("zoom-reset", "click", reset);
  on("people-more", "click", () => { state.rows += 100; fillTable(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colours(); ask(); });
  document.addEventListener("kiemen-theme", () => { colours(); ask(); });
  new ResizeObserver(size).observe(canvas);
  colours(); refilter(); size();
})();
