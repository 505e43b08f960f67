"use strict";
// What every page needs: a choice of light or dark, tables that sort by a click on a header, and print with all open.
(() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  if (button) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    // The button says what a click brings, also where the system is dark already.
    const tell = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
    system.addEventListener("change", tell);
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      tell();
      document.dispatchEvent(new CustomEvent("kiemen-theme"));
    });
    tell();
  }

  const worth = (cell) => {
    const number = cell.dataset.value;
    return number === undefined ? cell.textContent.trim() : number === "" ? -Infinity : Number(number);
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), root.lang);
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const sort = head.querySelector("button");
      if (!sort) return;
      sort.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        // Where reasons stand beneath a row, the two are one body and move together.
        const stacked = table.tBodies.length > 1;
        const rows = stacked ? [...table.tBodies] : [...table.tBodies[0].rows];
        const cell = (row) => (stacked ? row.rows[0] : row).cells[column];
        rows.sort((one, other) => compare(worth(cell(one)), worth(cell(other))) * (down ? -1 : 1));
        (stacked ? table : table.tBodies[0]).append(...rows);
        onPaper(table);
      });
    });
  }
  // What is printed are the first rows in the order chosen.
  function onPaper(table) {
    const stacked = table.tBodies.length > 1, rows = stacked ? table.tBodies : table.tBodies[0].rows;
    [...rows].forEach((row, n) => row.classList.toggle("off-paper", n >= Number(table.dataset.paper)));
  }
  for (const more of document.querySelectorAll("button.more-rows")) {
    more.addEventListener("click", () => {
      const table = document.getElementById(more.getAttribute("aria-controls"));
      const next = [...table.querySelectorAll("tbody tr")].find((row) => !row.getClientRects().length);
      table.classList.remove("cut");
      more.remove();
      // Whoever works with keys goes on at the first new row, as the button is gone.
      if (next) Object.assign(next.cells[0], { tabIndex: -1 }).focus();
    });
  }
  // Where a table is wider than the screen, now or after a turn or a sort, a sentence above it says so.
  const measure = new ResizeObserver((seen) => seen.forEach(({ target }) => {
    const box = target.closest(".scroll");
    box.previousElementSibling.hidden = box.scrollWidth <= box.clientWidth + 1;
  }));
  document.querySelectorAll(".wider + .scroll").forEach((box) => { measure.observe(box); measure.observe(box.firstElementChild); });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
})();
