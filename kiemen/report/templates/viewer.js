"use strict";
// The map of the collective as one works with it: search, filters, pointer, keys, and the same facts as a table. Names
// come from the data island and are only ever written with textContent, so that whatever a name holds stays text.
(() => {
  const island = document.getElementById("kiemen-data");
  const canvas = document.getElementById("map");
  if (!island || !canvas) return;
  const data = JSON.parse(island.textContent);
  const words = data.words;
  // Signs that turn the direction of writing would turn the sentence around a name as well.
  const straight = (name) => name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  Object.assign(data, { name: data.name.map(straight), groups: data.groups.map(straight) });
  const n = data.x.length;
  const byId = (id) => document.getElementById(id);
  const { ADOPTER, BRIDGE, OUTSIDE, STARTER } = MARKS;

  function beside(list) {
    const found = Array.from({ length: n }, () => []);
    for (let k = 0; k < list.length; k += 2) {
      found[list[k]].push(list[k + 1]);
      found[list[k + 1]].push(list[k]);
    }
    return found;
  }
  const neighbours = beside(data.ties), suggested = beside(data.suggestions);

  const state = { zoom: 1, dx: 0, dy: 0, chosen: -1, over: -1, group: -1, role: 0, query: "", ties: true, plans: true, filtered: false, rows: 12 };
  const shown = new Uint8Array(n).fill(1);
  const map = drawnMap(canvas, data, state, { neighbours, suggested, shown });
  const { ask, moved, px, py, scale, width, height } = map;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const folded = data.name.map((name, i) => fold(name + " " + (data.group[i] < 0 ? "" : data.groups[data.group[i]])));

  function fits(i) {
    if (state.group >= 0 && data.group[i] !== state.group) return false;
    if (state.role && !(data.flags[i] & state.role)) return false;
    return !state.query || folded[i].includes(state.query);
  }

  function refilter() {
    state.filtered = state.group >= 0 || state.role > 0 || state.query !== "";
    for (let i = 0; i < n; i++) shown[i] = fits(i) ? 1 : 0;
    state.rows = 12;
    fillTable(); ask();
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

  // Fingers hold the map between them: it goes where they go, and grows as they part. Far is how far they went in all.
  const pointers = new Map();
  let far = 0;
  function grip() {
    const held = [...pointers.values()], box = canvas.getBoundingClientRect(), mean = (of) => held.reduce((sum, one) => sum + of(one), 0) / held.length;
    const [a, b] = held, gap = held.length === 2 ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 1;
    return { x: mean((one) => one.clientX) - box.left, y: mean((one) => one.clientY) - box.top, gap: Math.max(gap, 1) };
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    if (!pointers.size) far = 0;
    pointers.set(event.pointerId, event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pointers.has(event.pointerId)) {
      const before = grip(), last = pointers.get(event.pointerId);
      far += Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY);
      pointers.set(event.pointerId, event);
      const now = grip();
      state.dx += now.x - before.x;
      state.dy += now.y - before.y;
      return zoomAt(now.gap / before.gap, now.x, now.y);
    }
    const over = nearest(event);
    if (over !== state.over) { state.over = over; ask(); }
  });
  const release = (event) => {
    if (far < 5 && pointers.has(event.pointerId) && event.type === "pointerup") choose(nearest(event));
    pointers.delete(event.pointerId);
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
  const compare = new Intl.Collator(document.documentElement.lang).compare;
  // Who plays a part or could meet somebody comes first: that is what one looks for.
  const plain = (i) => !(data.flags[i] & (ADOPTER | BRIDGE | STARTER)) && !suggested[i].length;
  const byName = data.x.map((_, i) => i).sort((a, b) => plain(a) - plain(b) || compare(data.name[a], data.name[b]) || a - b);
  const counted = data.degree.some((number) => number >= 0);
  function fillTable() {
    const body = byId("people-rows");
    const list = byName.filter((i) => shown[i]);
    body.replaceChildren();
    for (const i of list.slice(0, state.rows)) {
      const row = make("tr", ""), head = make("th", "", { scope: "row" });
      const button = make("button", data.name[i], { type: "button", className: "person" });
      button.addEventListener("click", () => { centre(i); choose(i); });
      head.append(button);
      if (data.groups.length) row.append(head, make("td", data.group[i] < 0 ? "–" : data.groups[data.group[i]]));
      row.append(...(data.groups.length ? [] : [head]), make("td", roleWords(i) || "–"),
        ...(counted ? [make("td", String(data.degree[i]), { className: "number" })] : []),
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

  const on = (id, kind, act) => byId(id).addEventListener(kind, act);
  // What the fields say is what the map and the table show.
  function read() {
    const ticked = (id) => byId(id).checked;
    Object.assign(state, { query: fold(byId("search").value.trim()), group: Number(byId("group").value), role: Number(byId("role").value) });
    Object.assign(state, { ties: ticked("show-ties"), plans: ticked("show-plans") });
  }
  on("search", "input", () => {
    read(); refilter();
    choose(shown.reduce((sum, one) => sum + one, 0) === 1 ? shown.indexOf(1) : -1);
  });
  for (const id of ["group", "role"]) on(id, "change", () => { choose(-1); read(); refilter(); });
  for (const id of ["show-ties", "show-plans"]) on(id, "change", () => { read(); ask(); });
  // Who comes back finds the fields as they were left: filled in by the browser, which tells nobody.
  addEventListener("pageshow", (event) => { if (!event.persisted) { read(); refilter(); } });
  on("zoom-in", "click", () => zoomAt(1.4));
  on("zoom-out", "click", () => zoomAt(1 / 1.4));
  on("zoom-reset", "click", reset);
  on("people-more", "click", () => {
    const before = state.rows;
    state.rows += 100;
    fillTable();
    // Whoever works with keys goes on at the first new row, as the button may be gone.
    byId("people-rows").rows[before].querySelector("button").focus();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { map.colours(); ask(); });
  document.addEventListener("kiemen-theme", () => { map.colours(); ask(); });
  new ResizeObserver(map.size).observe(canvas);
  map.colours(); refilter(); map.size();
})();
