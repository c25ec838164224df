/* Cards at citations: on hover, focus or tap a citation shows its reference, and where else the
   work is cited. What they show is in citations.js, which is loaded when it is first wanted.
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
      element.src = new URL("citations.js", script);
      element.onload = () => resolve(window.CITATIONS);
      document.head.append(element);
    }));

  const linkAt = (node) => node.closest?.(".bibtex-citation > a");

  const fill = (link, { sections, works }) => {
    const [reference, record, cited] = works[link.hash.slice(1)];
    card.innerHTML = `<div id="citation-card-reference">${reference}</div>
      <div><a href="${link.href}">In the list</a>
      <button type="button" aria-live="polite">Copy BibTeX</button></div>`;
    const copy = card.querySelector("button");
    copy.hidden = !navigator.clipboard;
    copy.onclick = async () => {
      await navigator.clipboard.writeText(`${record}\n`);
      copy.textContent = "Copied";
    };
    const places = cited.map((number) => {
      const [address, textContent, title] = sections[number];
      const href = new URL(`../${address}`, script);
      return Object.assign(document.createElement("a"), { href, textContent, title });
    });
    // The section that the link stands in is the innermost of those on this page.
    const selector = ({ hash }) => hash || "body";
    const here = places.filter(({ pathname }) => pathname === location.pathname);
    const around = here.length && link.closest(here.map(selector));
    const others = places.filter(
      (place) => !(here.includes(place) && around?.matches(selector(place))),
    );
    if (others.length) {
      const line = document.createElement("div");
      line.append("Cited also in ", ...others.flatMap((place) => [place, ", "]));
      line.lastChild.textContent = ".";
      card.append(line);
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
    card.ariaLabel = `Reference: ${link.textContent}`;
    link.removeAttribute("title"); // the card says it
    link.setAttribute("aria-describedby", "citation-card-reference");
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
