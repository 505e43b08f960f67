// What a machine can tell about WCAG 2.1 AA; each function gives a list of what is wrong.
"use strict";

// Text whose colour stands out too little from what is behind it: 4.5 to 1, large text 3 to 1.
const faint = () => {
  const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || one.closest('script, style') || !one.getClientRects().length) continue;
    const style = getComputedStyle(one);
    const ink = one.closest('svg') ? (style.fill === 'none' ? style.color : style.fill) : style.color;
    const [a, b] = [light(parse(ink)), light(behind(one))].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push([texts.currentNode.data.trim().slice(0, 40), ink, ratio.toFixed(2)]);
  }
  return faint;
};

// What screen readers and keyboards stumble over.
const faults = () => {
  const faults = [], all = (what) => [...document.querySelectorAll(what)];
  const shown = (one) => one.getClientRects().length > 0;
  let level = 0;
  for (const head of all('h1, h2, h3, h4').filter(shown)) {
    const next = Number(head.tagName[1]);
    if (next > level + 1) faults.push('heading skips a level: ' + head.textContent);
    if (!head.textContent.trim()) faults.push('empty heading');
    level = next;
  }
  if (all('h1').length !== 1) faults.push('not one h1');
  if (all('main').length !== 1) faults.push('not one main');
  if (!document.documentElement.lang) faults.push('no language');
  if (!document.title.trim()) faults.push('no title');
  for (const table of all('table')) {
    if (!table.caption) faults.push('table without caption');
    for (const th of table.querySelectorAll('th')) if (!th.scope) faults.push('th without scope');
  }
  const named = (one) => (one.getAttribute('aria-label') || one.textContent || '').trim() || one.labels?.length;
  for (const one of all('button, a, select, input, canvas, [role=region], nav')) if (!named(one)) faults.push('no name: ' + one.outerHTML.slice(0, 80));
  for (const one of all('svg')) if (!one.getAttribute('aria-label') && one.getAttribute('aria-hidden') !== 'true') faults.push('svg without words');
  for (const one of all('[aria-labelledby], [aria-describedby], [aria-controls]'))
    for (const key of ['aria-labelledby', 'aria-describedby', 'aria-controls'])
      if (one.hasAttribute(key) && !document.getElementById(one.getAttribute(key))) faults.push('nothing called ' + one.getAttribute(key));
  const ids = all('[id]').filter((one) => !one.closest('svg')).map((one) => one.id);
  if (new Set(ids).size < ids.length) faults.push('an id twice');
  for (const one of all('section')) if (one.textContent.trim() === one.querySelector('h2')?.textContent.trim()) faults.push('empty section: ' + one.id);
  for (const one of all('.scroll')) if (shown(one) && one.scrollWidth > one.clientWidth && one.tabIndex !== 0) faults.push('scrolls without keyboard');
  return faults;
};

// What is hard to hit with a finger.
const small = () => [...document.querySelectorAll('button, select, input, a')]
  .filter((one) => one.getClientRects().length && !one.closest('.skip, p, td, th') && !one.classList.contains('skip'))
  .filter((one) => one.getBoundingClientRect().height < 24 && one.type !== 'checkbox').map((one) => one.outerHTML.slice(0, 60));

// What sticks out of the paper.
const outside = () => [...document.querySelectorAll("main *")]
  .filter((one) => one.getClientRects().length && !one.closest("svg"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 60));

// What paper cannot do.
const clickable = () => [...document.querySelectorAll("button, select, input, canvas, nav")]
  .filter((one) => one.getClientRects().length).map((one) => one.outerHTML.slice(0, 60));
