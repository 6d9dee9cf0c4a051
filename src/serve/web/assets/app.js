// What pages do beyond links and forms. Everything works without it.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const said = document.getElementById("said");
  const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };

  // HTML of this server, which escapes what it fills in; nothing else becomes HTML here.
  const parsed = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const piece = document.createDocumentFragment();
    piece.append(...page.body.childNodes);
    return document.adoptNode(piece);
  };
  const fetched = async (address) => {
    const reply = await fetch(address, { headers: { accept: "text/html" } });
    if (reply.redirected && new URL(reply.url).pathname === "/login") { location.href = reply.url; }
    return { ok: reply.ok, piece: parsed(await reply.text()) };
  };
  const withPart = (href, part) => {
    const address = new URL(href, location.href);
    address.searchParams.set("part", part);
    address.hash = "";
    return address.href;
  };

  window.zhoubao = { say, parsed, fetched, words };
})();
