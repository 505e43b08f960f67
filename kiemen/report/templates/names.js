"use strict";
// Finds places for the names of groups and people on the map, where they hide little and stand at what they name.
const mapNames = (data, state, shown, { width, height, disc, dim, colour, shape, dotted, px, py, spotX, spotY }) => {
  const { ADOPTER, BRIDGE } = MARKS, n = data.x.length;
  let pen, ink, dot, letter, taken = [], small = 0, settled = {};
  const LINE = 14; // pixels from line to line
  // Directions around a disc: above and below first.
  const AROUND = [4, 12, 3, 5, 11, 13, 2, 6, 10, 14, 1, 7, 9, 15, 0, 8].map((k) => [Math.cos(k * Math.PI / 8), Math.sin(k * Math.PI / 8)]);

  function draw(lit, focus, look) {
    ({ pen, ink, dot, letter } = look);
    taken = [];
    nameDiscs();
    namePeople(lit, focus);
  }
  // The name of a group stands at its disc in a frame of its colour, with the sign of its dots where colours recur. A name
  // that would lie on that of a larger group waits until there is room.
  function nameDiscs() {
    const circles = data.discs.map(disc), order = circles.map((_, g) => g).sort((a, b) => circles[b][2] - circles[a][2]);
    // Many names on a phone are small: else they would hide the people, and some would have to wait.
    small = width() < 560 && order.length > 10 ? 2 : 0;
    pen.font = `600 ${letter - (small && 1)}px system-ui, sans-serif`;
    const view = [state.zoom, state.dx, state.dy, width(), height(), state.query, state.group, state.role].join();
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

  function namePeople(lit, focus) {
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

  return { draw };
};
