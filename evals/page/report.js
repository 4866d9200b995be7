"use strict";
// Filters with their state in the address (#q=…&tag=…), cases shown a hundred at a time, and the charts.
(() => {
  const STEP = 100;
  const $ = (id) => document.getElementById(id);
  const form = $("filters");
  const list = $("list");
  const facts = JSON.parse($("index").textContent);
  const worstFirst = [...list.children];
  const inSuite = [...worstFirst].sort((a, b) => a.dataset.at - b.dataset.at);
  const texts = new Map(); // read when somebody first searches
  let limit = STEP;
  let opened = false;

  // A case's body waits in a noscript, as text that was escaped when the page was written.
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
  const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(?:lt|gt|#34|#39|amp);/g, (name) => ENTITIES[name]);

  function fill(card) {
    const waiting = card.querySelector("noscript");
    if (!waiting) return;
    textOf(card);
    waiting.insertAdjacentHTML("afterend", waiting.textContent);
    waiting.remove();
  }

  function textOf(card) {
    if (!texts.has(card)) {
      const waiting = card.querySelector("noscript");
      const head = card.querySelector("summary").textContent;
      texts.set(card, `${head} ${plain(waiting.textContent)}`.toLowerCase());
    }
    return texts.get(card);
  }

  const fields = [...form.elements].filter((field) => field.name);

  const kinds = [...new Set(worstFirst.map((card) => card.dataset.said))].sort();
  for (const kind of kinds) form.elements.said.add(new Option(kind, kind));

  function wanted() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const value = (name) => (form.elements[name] ? form.elements[name].value : "");
    const tags = fields.filter((field) => field.name === "tag" && field.value).map((field) => field.value);
    const [state, ...rest] = value("metric").split(":");
    const metric = rest.join(":");
    return (card) => {
      const fact = facts[card.dataset.at];
      return (
        (!value("look") || card.dataset.look === value("look")) &&
        (!value("said") || card.dataset.said === value("said")) &&
        (!value("change") || card.dataset.change.split(" ").includes(value("change"))) &&
        (!value("find") || fact.found.includes(value("find"))) &&
        (!metric || fact[state].includes(metric)) &&
        tags.every((tag) => fact.tags.includes(tag)) &&
        words.every((word) => textOf(card).includes(word))
      );
    };
  }

  function show() {
    const fits = wanted();
    let found = 0;
    for (const card of list.children) {
      const fit = fits(card);
      if (fit) found += 1;
      card.hidden = !fit || found > limit;
    }
    const shown = Math.min(found, limit);
    const all = worstFirst.length;
    $("count").textContent =
      shown < found
        ? `${found} of ${all} cases fit; the first ${shown} are shown.`
        : `${found} of ${all} cases ${found === all ? "shown" : "fit"}.`;
    $("none").hidden = found > 0;
    $("more").hidden = shown === found;
    $("more").textContent = `Show ${Math.min(STEP, found - shown)} more`;
  }

  function sort() {
    const order = form.elements.sort.value === "suite" ? inSuite : worstFirst;
    if (list.children.length && list.children[0] === order[0] && list.dataset.order === form.elements.sort.value) return;
    list.dataset.order = form.elements.sort.value;
    list.append(...order);
  }

  function keep() {
    const state = new URLSearchParams();
    for (const field of fields) if (field.value) state.append(field.name, field.value);
    history.replaceState(null, "", `#${state}`);
  }

  function changed() {
    limit = STEP;
    sort();
    show();
    keep();
  }

  // Sets the filters from the address. A plain anchor, such as #figures, leaves them alone.
  function restore() {
    const hash = location.hash.slice(1);
    if (/^case-\d+$/.test(hash)) return reveal($(hash));
    if (hash && !hash.includes("=")) return undefined;
    const state = new URLSearchParams(hash);
    const tags = state.getAll("tag");
    for (const field of fields) {
      if (field.name === "tag") field.value = tags.find((tag) => [...field.options].some((o) => o.value === tag)) ?? "";
      else field.value = state.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.selectedIndex = 0; // a choice that this report does not have
    }
    limit = STEP;
    sort();
    show();
    if (hash) $("cases").scrollIntoView();
    return undefined;
  }

  function reveal(card) {
    if (!card) return;
    card.hidden = false;
    fill(card);
    const details = card.querySelector("details");
    details.open = true;
    card.scrollIntoView();
    details.querySelector("summary").focus({ preventScroll: true });
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  $("more").addEventListener("click", () => {
    const next = [...list.children].filter((card) => !card.hidden).length;
    limit += STEP;
    show();
    const cards = [...list.children].filter((card) => !card.hidden);
    if (cards[next]) cards[next].querySelector("summary").focus();
  });
  $("open-all").addEventListener("click", (event) => {
    opened = !opened;
    event.currentTarget.textContent = opened ? "Close all shown" : "Open all shown";
    event.currentTarget.setAttribute("aria-pressed", String(opened));
    for (const card of list.children) {
      if (card.hidden) continue;
      fill(card);
      card.querySelector("details").open = opened;
    }
  });
  list.addEventListener("click", (event) => {
    const summary = event.target.closest(".case > details > summary");
    if (summary) fill(summary.closest(".case")); // before it opens, so that nothing flickers
  });
  list.addEventListener("toggle", (event) => fill(event.target.closest(".case")), true);
  addEventListener("hashchange", restore);

  sort();
  show();
  document.documentElement.classList.add("ready");
  if (location.hash) restore();

  // Charts. Colours of text and lines come from the style sheet.
  const phone = matchMedia("(max-width: 44rem)");
  const plots = [...document.querySelectorAll("[data-chart]")];

  function draw(width) {
    if (typeof Plotly === "undefined") return;
    for (const plot of plots) {
      const room = width || plot.parentElement.clientWidth;
      const narrow = !width && room < 720;
      const drawing = JSON.parse($(`${plot.dataset.chart}-${narrow ? "narrow" : "wide"}`).textContent);
      const wide = Math.max(room, Number(plot.dataset.width), width ? 960 : 0);
      plot.style.zoom = width ? room / wide : ""; // paper can't be scrolled: all of it, smaller
      plot.style.width = `${wide}px`;
      drawing.layout.width = wide;
      Plotly.react(plot, drawing.data, drawing.layout, { displayModeBar: false, staticPlot: true });
    }
  }

  let sizing = 0;
  addEventListener("resize", () => {
    clearTimeout(sizing);
    sizing = setTimeout(() => draw(), 150);
  });
  phone.addEventListener("change", () => draw());
  addEventListener("beforeprint", () => draw(680));
  addEventListener("afterprint", () => draw());
  draw();
})();
