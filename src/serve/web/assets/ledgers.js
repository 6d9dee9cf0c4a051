// Printing, and the row that a dot of the time line leads to; copying is the shell's.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
  // The browser scrolls to the row by itself; here it is made known to a screen reader, too.
  const target = location.hash.startsWith("#i") && document.getElementById(location.hash.slice(1));
  if (target) {
    target.tabIndex = -1;
    target.focus();
  }
})();
