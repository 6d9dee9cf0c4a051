// What pages do beyond links and forms. Everything works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");
  const words = document.getElementById("words").dataset;
  const said = document.getElementById("said");
  const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // HTML of this server, which escapes what it fills in; nothing else becomes HTML here.
  const parsed = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const piece = document.createDocumentFragment();
    piece.append(...page.body.childNodes);
    return document.adoptNode(piece);
  };
  const fetched = async (address, options = {}) => {
    const reply = await fetch(address, { ...options, headers: { accept: "text/html" } });
    if (reply.redirected && new URL(reply.url).pathname === "/login") { location.href = reply.url; }
    const text = await reply.text();
    return { ok: reply.ok, piece: parsed(text) };
  };
  const withPart = (href, part) => {
    const address = new URL(href, location.href);
    address.searchParams.set("part", part);
    address.hash = "";
    return address.href;
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scrollTo = (element, block) => element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

  // --- The quoted lines of a citation, on hover and on focus.
  const popover = document.getElementById("popover");
  const quotes = new Map();
  let owner = null;
  let timer = 0;
  const quoteOf = async (chip) => {
    const known = chip.getAttribute("aria-describedby");
    const source = known && document.getElementById(known);
    if (source) {
      const piece = document.createDocumentFragment();
      piece.append(...[...source.childNodes].map((node) => node.cloneNode(true)));
      all("a", piece).forEach((link) => link.replaceWith(...link.childNodes));
      return piece;
    }
    const address = withPart(chip.href, "quote");
    if (!quotes.has(address)) {
      quotes.set(address, fetched(address).then((reply) => reply.piece).catch(() => { quotes.delete(address); return null; }));
    }
    const piece = await quotes.get(address);
    return piece && piece.cloneNode(true);
  };
  const place = (chip) => {
    const at = chip.getBoundingClientRect();
    const box = popover.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left - 16, innerWidth - box.width - 12));
    const above = at.top - box.height - 8;
    const top = at.bottom + 8 + box.height > innerHeight && above > 8 ? above : at.bottom + 8;
    popover.style.left = `${left}px`;
    popover.style.top = `${top}px`;
  };
  const show = async (chip) => {
    clearTimeout(timer);
    if (owner === chip) { return; }
    owner = chip;
    const piece = await quoteOf(chip);
    if (owner !== chip || !piece) { return; }
    popover.replaceChildren(piece);
    popover.hidden = false;
    place(chip);
  };
  const hide = () => { clearTimeout(timer); owner = null; popover.hidden = true; };
  const later = () => { clearTimeout(timer); timer = setTimeout(hide, 220); };
  const chipOf = (event) => event.target instanceof Element && event.target.closest("a.chip[data-cite]");
  document.addEventListener("mouseover", (event) => {
    const chip = chipOf(event);
    if (chip) { clearTimeout(timer); timer = setTimeout(() => show(chip), 90); }
    else if (popover.contains(event.target)) { clearTimeout(timer); }
    else if (owner && document.activeElement !== owner) { later(); }
  });
  document.addEventListener("focusin", (event) => { const chip = chipOf(event); if (chip) { show(chip); } else if (!popover.contains(event.target)) { hide(); } });
  addEventListener("scroll", () => {
    if (!owner || popover.hidden) { return; }
    const at = owner.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) { hide(); } else { place(owner); }
  }, { passive: true, capture: true });

  // --- A report beside the page, at the cited lines.
  const app = one(".app");
  const panel = document.getElementById("panel");
  const panelBody = one("[data-panel-body]");
  let opener = null;
  const close = () => {
    panel.hidden = true;
    app.classList.remove("has-panel");
    panelBody.replaceChildren();
    all("a[aria-expanded]").forEach((chip) => chip.removeAttribute("aria-expanded"));
    if (opener && opener.isConnected) { opener.focus({ preventScroll: true }); }
    opener = null;
    hide();
  };
  const open = async (chip) => {
    hide();
    opener = chip;
    all("a[aria-expanded]").forEach((other) => other.removeAttribute("aria-expanded"));
    chip.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    app.classList.add("has-panel");
    panelBody.setAttribute("aria-busy", "true");
    panelBody.replaceChildren(document.createTextNode(words.loading));
    all("[data-panel-open]", panel).forEach((link) => { link.href = chip.href; });
    try {
      const { piece } = await fetched(withPart(chip.href, "panel"));
      if (opener !== chip) { return; }
      panelBody.replaceChildren(piece);
      const titled = one("[data-title]", panelBody);
      if (titled) { one(".panel-title", panel).textContent = titled.dataset.title; }
      // Names of lines are those of the page where the report is the page.
      all("[id]", panelBody).forEach((line) => { line.dataset.line = line.id; line.removeAttribute("id"); });
      const lit = one(".lit", panelBody);
      panelBody.scrollTop = 0;
      if (lit) {
        const offset = lit.getBoundingClientRect().top - panelBody.getBoundingClientRect().top;
        panelBody.scrollTop = Math.max(0, offset - panelBody.clientHeight / 3);
      }
      panelBody.focus({ preventScroll: true });
    } catch {
      panelBody.replaceChildren(document.createTextNode(words.failed));
    }
    panelBody.setAttribute("aria-busy", "false");
  };
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    const cite = event.target instanceof Element && event.target.closest("a[data-cite]");
    if (cite && panel && !panel.contains(cite)) { event.preventDefault(); open(cite); return; }
    if (event.target instanceof Element && event.target.closest("[data-panel-close]")) { close(); return; }
    all("details.scope[open], details.menu[open]").forEach((box) => { if (!box.contains(event.target)) { box.open = false; } });
  });

  // --- Keys: / goes to the question, Escape closes what is open.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const box = one("details.menu[open], details.scope[open]");
      if (!popover.hidden) { hide(); }
      else if (box) { box.open = false; one("summary", box).focus(); }
      else if (!panel.hidden) { close(); }
      return;
    }
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.metaKey && !event.ctrlKey && !event.altKey) {
      const question = document.getElementById("question");
      event.preventDefault();
      if (question) { question.focus(); } else { location.href = "/"; }
    }
  });

  // --- Events of the server over a request that sends something.
  const events = async (reply, on) => {
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      rest += value || "";
      const pieces = rest.split("\n\n");
      rest = pieces.pop();
      for (const piece of pieces) { dispatch(piece, on); }
      if (done) { return; }
    }
  };
  const dispatch = (piece, on) => {
    const lines = piece.split("\n");
    const name = (lines.find((line) => line.startsWith("event:")) || "").slice(6).trim();
    const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim()).join("\n");
    if (name && on[name]) { on[name](JSON.parse(data)); }
  };

  // --- Asking.
  const composer = one("[data-composer]");
  if (composer) {
    const box = composer.elements.question;
    const turns = one("[data-turns]");
    const send = one("[data-send]");
    const stop = one("[data-stop]");
    let running = null;
    const grow = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 200)}px`; };
    box.addEventListener("input", grow);
    grow();
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); composer.requestSubmit(); }
    });
    const narrowed = () => {
      const chosen = all("select", composer).filter((select) => select.value).map((select) => select.selectedOptions[0].textContent);
      one("[data-scope-set]").textContent = chosen.join(" · ");
    };
    all("select", composer).forEach((select) => select.addEventListener("change", narrowed));
    narrowed();
    const busy = (is) => { send.hidden = is; stop.hidden = !is; };
    stop.addEventListener("click", () => running && running.abort());
    const copyOf = (selector) => one(selector).content.firstElementChild.cloneNode(true);

    const ask = async (question) => {
      if (running) { return; }
      const form = new URLSearchParams(new FormData(composer));
      form.set("question", question);
      const turn = copyOf("[data-turn-template]");
      one(".asked", turn).textContent = question;
      const answer = one(".answer", turn);
      turns.append(turn);
      all("[data-hero], [data-examples]").forEach((part) => { part.hidden = true; });
      one("[data-fresh]").hidden = false;
      one("[data-ask]").classList.remove("is-new");
      box.value = "";
      box.placeholder = box.dataset.followup;
      all("details.scope").forEach((scope) => { scope.open = false; });
      grow();
      scrollTo(turn, "start");
      running = new AbortController();
      busy(true);
      let drafting = null;
      let isDone = false;
      const settled = (data) => {
        composer.elements.conversation.value = data.conversation;
        turn.id = data.turn;
        answer.replaceChildren(parsed(data.html));
      };
      try {
        const reply = await fetch(composer.action, {
          method: "POST", body: form, signal: running.signal, headers: { accept: "text/event-stream" },
        });
        if (reply.status === 401) { location.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`; return; }
        if (!reply.ok) {
          const problem = await reply.json().catch(() => ({}));
          throw new Error([problem.detail, problem.hint].filter(Boolean).join(" ") || words.failed);
        }
        await events(reply, {
          extracted: (data) => {
            settled(data);
            drafting = copyOf("[data-drafting-template]");
            answer.prepend(drafting);
          },
          sentence: (data) => drafting && one(".draft-text", drafting).append(parsed(data.html)),
          done: (data) => {
            isDone = true;
            settled(data);
            const address = new URL(location.href);
            address.search = `?c=${data.conversation}`;
            address.hash = "";
            history.replaceState(null, "", address);
          },
          failed: (data) => { isDone = true; answer.replaceChildren(parsed(data.html)); },
        });
        if (!isDone) { throw new Error(words.failed); }
      } catch (error) {
        const isStopped = error.name === "AbortError";
        if (drafting?.isConnected) {
          // The reports' words stay; of the model there is what had come.
          const waiting = one(".waiting", drafting);
          waiting.className = "ended";
          waiting.setAttribute("role", isStopped ? "status" : "alert");
          waiting.textContent = isStopped ? words.stopped : words.broken;
          drafting.classList.toggle("is-broken", !isStopped);
        } else if (isStopped) {
          turn.remove();
          box.value = question;
          grow();
        } else {
          const note = document.createElement("p");
          note.className = "notice is-error";
          note.setAttribute("role", "alert");
          note.textContent = error instanceof TypeError ? words.failed : error.message;
          answer.replaceChildren(note);
          box.value = question;
          grow();
        }
      } finally {
        running = null;
        busy(false);
        if (matchMedia("(min-width: 900px)").matches) { box.focus({ preventScroll: true }); }
      }
    };
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      const question = box.value.trim();
      if (question) { ask(question); }
    });
    document.addEventListener("click", (event) => {
      const example = event.target instanceof Element && event.target.closest("[data-example]");
      if (example) { event.preventDefault(); ask(example.value); }
    });
  }

  // --- Copying, judging.
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (!button) { return; }
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.value ?? text.textContent);
      button.classList.add("is-done");
      setTimeout(() => button.classList.remove("is-done"), 1600);
      say(words.copied);
    } catch {
      say(words.copyFailed);
    }
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target instanceof HTMLFormElement && event.target.closest("[data-judge]");
    if (!form) { return; }
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const judged = one("[data-judged]", form);
    if (event.submitter) { body.set(event.submitter.name, event.submitter.value); }
    try {
      const reply = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
      const piece = parsed(await reply.text());
      const shown = one(".judged-said, .error-detail", piece);
      judged.replaceChildren(shown || document.createTextNode(words.failed));
      if (reply.ok) {
        all("button[name=opinion]", form).forEach((button) => button.setAttribute("aria-pressed", String(button === event.submitter)));
        all("details", form).forEach((box) => { box.open = false; });
      }
    } catch {
      judged.textContent = words.failed;
    }
  });

  // --- Filters take effect when they are chosen.
  all("form[data-auto] select").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

  // --- Uploading with its progress.
  const upload = one("[data-upload]");
  if (upload) {
    const files = upload.elements.files;
    files.addEventListener("change", () => { one("[data-names]", upload).textContent = [...files.files].map((file) => file.name).slice(0, 6).join("、") + (files.files.length > 6 ? " …" : ""); });
    ["dragover", "dragenter"].forEach((name) => upload.addEventListener(name, (event) => { event.preventDefault(); upload.classList.add("is-over"); }));
    ["dragleave", "drop"].forEach((name) => upload.addEventListener(name, () => upload.classList.remove("is-over")));
    upload.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; files.dispatchEvent(new Event("change")); upload.requestSubmit(); }
    });
    upload.addEventListener("submit", (event) => {
      event.preventDefault();
      const progress = one("[data-progress]", upload);
      const bar = one("progress", progress);
      const text = one("[data-progress-text]", progress);
      const button = one("button", upload);
      progress.hidden = false;
      button.disabled = true;
      text.textContent = text.dataset.sending;
      const request = new XMLHttpRequest();
      request.open("POST", upload.action);
      request.setRequestHeader("accept", "text/event-stream");
      request.upload.onprogress = (sent) => { if (sent.lengthComputable) { bar.value = (sent.loaded / sent.total) * 30; } };
      let seen = 0;
      let isDone = false;
      const finish = (data) => { isDone = true; button.disabled = false; progress.hidden = true; upload.parentElement.querySelector("[data-said]")?.remove(); const box = document.createElement("div"); box.dataset.said = ""; box.append(parsed(data.html)); upload.after(box); scrollTo(box, "nearest"); };
      const on = {
        progress: (data) => {
          const share = data.total ? data.done / data.total : 0;
          if (data.step === "read") { bar.value = 30 + share * 20; text.textContent = `${text.dataset.read} ${data.done} / ${data.total}`; }
          else if (data.step === "embed") { bar.value = 50 + share * 45; text.textContent = `${text.dataset.embed} ${data.done} / ${data.total}`; }
          else if (data.step === "write") { text.textContent = text.dataset.write; }
          else if (data.step === "optimize") { bar.value = 98; text.textContent = text.dataset.optimize; }
        },
        done: finish,
        failed: finish,
      };
      const read = () => {
        const pieces = request.responseText.slice(seen).split("\n\n");
        const rest = pieces.pop();
        seen = request.responseText.length - rest.length;
        pieces.forEach((piece) => dispatch(piece, on));
      };
      request.onprogress = () => { if (request.status === 200) { read(); } };
      request.onload = () => {
        if (request.status === 200) { read(); }
        if (isDone) { return; }
        let problem = {};
        try { problem = JSON.parse(request.responseText); } catch { /* no problem of ours */ }
        text.textContent = [problem.detail, problem.hint].filter(Boolean).join(" ") || words.failed;
        button.disabled = false;
      };
      request.onerror = () => { text.textContent = words.failed; button.disabled = false; };
      request.send(new FormData(upload));
    });
  }

  // --- A report opened at lines begins there, a third down the window.
  const lit = one(".page .lit");
  if (lit) { lit.scrollIntoView({ block: "center" }); }
})();
