// Printing, and the row that a dot of the time line leads to; copying is the shell's.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
  // What is latest stands at the right end, and is what people come for.
  for (const wide of document.querySelectorAll(".chart, .line-wrap")) { wide.scrollLeft = wide.scrollWidth; }
  // The browser scrolls to the row by itself; here it is made known to a screen reader, too.
  const target = /^#(i\d+|at)$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (target) {
    target.tabIndex = -1;
    target.focus();
  }
})();
