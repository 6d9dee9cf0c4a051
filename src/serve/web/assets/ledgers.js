// Copying and printing, which links and forms cannot do.
(() => {
  "use strict";
  const { say, words } = window.zhoubao;

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    const from = document.getElementById(button.dataset.copy);
    if (!from) { continue; }
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(from.value);
        say(words.copied);
        button.classList.add("is-done");
        setTimeout(() => button.classList.remove("is-done"), 2000);
      } catch {
        from.focus();
        from.select();
        say(words.copyFailed);
      }
    });
  }
  // A page that a dot of the time line leads to scrolls to its row by itself; here the row is made known to a reader, too.
  const target = location.hash.startsWith("#i") && document.getElementById(location.hash.slice(1));
  if (target) {
    target.tabIndex = -1;
    target.focus();
  }
})();
