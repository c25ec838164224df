/* Cards at citations: on hover, focus or tap a citation shows its reference, and where else the
   work is cited, with the sentences; and so does each section that the reference list names.
   What they show is in citations.js, which is loaded when it is first wanted.
   Until then, and without this script, a citation is a link with a title. */
(() => {
  if (!HTMLElement.prototype.showPopover) return;
  const script = document.currentScript.src;
  const card = document.createElement("div");
  card.className = "citation-card";
  card.popover = "manual"; // over everything, and hidden by nothing but this script
  card.role = "group";
  let data; // a promise of window.CITATIONS
  let wanted; // the link whose card is shown or on its way
  let timer;
  let pointer;

  const load = () =>
    (data ??= new Promise((resolve) => {
      const element = document.createElement("script");
      element.src = new URL("citations.js", script).href;
      element.onload = () => resolve(window.CITATIONS);
      document.head.append(element);
    }));

  const linkAt = (node) => node.closest?.(".bibtex-citation > a, .cited-in > a");

  const fill = (link, { sections, sentences, works }) => {
    const entry = link.closest(".citation"); // of the reference list
    const [reference, record, cited] = works[entry?.id ?? link.hash.slice(1)];
    const places = cited.map(([section, ...said]) => {
      const [address, textContent, title] = sections[section];
      const href = new URL(`../${address}`, script);
      const place = Object.assign(document.createElement("a"), { href, textContent, title });
      return { place, said: said.map((number) => sentences[number]).join(" … ") };
    });
    card.ariaLabel = `${entry ? "Cited in" : "Reference:"} ${link.textContent}`;
    card.innerHTML = `<div id="citation-card-text">${reference}</div>`;
    if (entry) {
      card.firstChild.textContent = places.find(({ place }) => place.href === link.href).said;
      return;
    }
    card.innerHTML += `<div><a href="${link.href}">In the list</a>
      <button type="button" aria-live="polite">Copy BibTeX</button></div>`;
    const copy = card.querySelector("button");
    copy.hidden = !navigator.clipboard;
    copy.onclick = async () => {
      const copied = navigator.clipboard.writeText(`${record}\n`);
      copy.textContent = await copied.then(
        () => "Copied",
        () => "Not copied",
      );
    };
    // The section that the link stands in is the innermost of those on this page.
    const selector = ({ hash }) => hash || "body";
    const isHere = ({ place }) => place.pathname === location.pathname;
    const here = places.filter(isHere).map(({ place }) => selector(place));
    const around = here.length && link.closest(here);
    const others = places.filter(
      (other) => !(isHere(other) && around?.matches(selector(other.place))),
    );
    if (others.length) {
      const list = document.createElement("ul");
      for (const { place, said } of others) {
        const item = document.createElement("li");
        item.append(place, said && `: ${said}`);
        list.append(item);
      }
      card.append("Cited also in", list);
    }
  };

  // Under the link, or over it where there is more room: the link itself stays in sight.
  const move = (link) => {
    const gap = 6;
    const edge = 8;
    const rects = link.getClientRects();
    const [first, last] = [rects[0], rects[rects.length - 1]];
    const above = first.top - gap - edge;
    const below = innerHeight - last.bottom - gap - edge;
    card.style.maxHeight = "";
    const isUnder = below >= card.offsetHeight || below >= above;
    card.style.maxHeight = `${isUnder ? below : above}px`;
    const right = document.documentElement.clientWidth - edge - card.offsetWidth;
    const left = Math.max(edge, Math.min((isUnder ? last : first).left, right));
    const top = isUnder ? last.bottom + gap : first.top - gap - card.offsetHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    if (card.isConnected) {
      if (card.contains(document.activeElement)) wanted.focus({ preventScroll: true });
      wanted.removeAttribute("aria-describedby");
      card.remove();
    }
    wanted = undefined;
  };

  const show = async (link) => {
    clearTimeout(timer);
    if (wanted === link) return;
    hide();
    wanted = link;
    const loaded = await load();
    if (wanted !== link) return;
    fill(link, loaded);
    if (!card.textContent) return; // cited in a table or a claim box only
    link.removeAttribute("title"); // the card says it
    link.setAttribute("aria-describedby", "citation-card-text");
    link.after(card);
    card.showPopover();
    move(link);
  };

  document.addEventListener("pointerover", ({ pointerType, target }) => {
    if (pointerType !== "mouse") return;
    clearTimeout(timer);
    const link = linkAt(target);
    const focused = document.querySelector(":focus-visible");
    const isKept = card.contains(target) || card.contains(focused) || focused === wanted;
    if (link) timer = setTimeout(show, 150, link);
    else if (wanted && !isKept) timer = setTimeout(hide, 250);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = linkAt(target);
    if (link?.matches(":focus-visible")) show(link);
    else if (link !== wanted && !card.contains(target)) hide();
  });
  document.addEventListener("pointerdown", ({ pointerType, target }) => {
    pointer = pointerType;
    if (!card.contains(target) && linkAt(target) !== wanted) hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (card.contains(event.target)) {
      if (event.target.closest("a")) hide();
    } else if (link && event.detail && pointer !== "mouse" && link !== wanted) {
      event.preventDefault(); // the second tap follows the link
      show(link);
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("resize", () => card.isConnected && move(wanted));
})();
