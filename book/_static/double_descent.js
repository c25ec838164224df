/* Lets readers move the figure of the double descent: a slider goes through the networks, and two
   pictures of the hidden plane and a mark on the curve follow. Its data are in
   fig-double-descent.js. In print and without this script the figure stays as it is drawn. */
(() => {
  if (!CSS.supports("color", "light-dark(red, red)")) return;
  const figure = document.getElementById("fig-double-descent");
  const networks = window.LIVE[figure.id];
  const number = (value) => value.toLocaleString("en-US");

  // Both scales of the curve are logarithmic.
  const x = (size) => 30 + 72 * Math.log10(size / networks[0].size);
  const y = (loss) => 125 - 75 * Math.log10(loss);
  const curve = networks.map(({ size, loss }) => `${x(size)} ${y(loss)}`);
  const sizes = [3, 30, 300, 2000].map(
    (size) => `<text x="${x(size)}" y="150">${number(size)}</text>`,
  );
  const losses = [1, 3, 10].map((loss) => `<text x="12" y="${y(loss) + 4}">${loss}</text>`);

  const box = document.createElement("div");
  box.className = "live";
  box.innerHTML = `
    <label>Move T, the number of training examples:
      <input class="c2" type="range" max="${networks.length - 1}" value="0"></label>
    <div class="c0">examples
      <svg viewBox="-100 -100 200 200" aria-hidden="true" stroke-linecap="round">
        <path stroke="grey" d="M-4 0H4M0 -4V4"/>
        <path class="points" stroke="currentcolor"/></svg></div>
    <div class="c1">features
      <svg viewBox="-100 -100 200 200" aria-hidden="true">
        <path class="columns" stroke="currentcolor"/></svg></div>
    <div class="c2">loss on new examples
      <svg viewBox="0 10 250 165" aria-hidden="true" font-size="12" text-anchor="middle">
        <path stroke="grey" stroke-dasharray="1 4" d="M30 ${y(1)}H${x(2000)}"/>
        <path fill="none" stroke="currentcolor" stroke-width="2" d="M${curve.join("L")}"/>
        <circle fill="currentcolor" r="6"/>
        ${sizes.join("")}${losses.join("")}
        <text x="130" y="170">T (both scales logarithmic)</text></svg></div>
    <p></p>`;
  const [slider, points, columns, mark, text] = ["input", ".points", ".columns", "circle", "p"].map(
    (selector) => box.querySelector(selector),
  );

  const show = () => {
    const network = networks[slider.value];
    const { size, loss, features, effectivePoints, effectiveFeatures } = network;
    points.setAttribute("d", network.points.map(([x, y]) => `M${x} ${-y}h0`).join(""));
    points.setAttribute("stroke-width", size < 100 ? 9 : 5);
    columns.setAttribute("d", network.columns.map(([x, y]) => `M0 0L${x} ${-y}`).join(""));
    mark.setAttribute("cx", x(size));
    mark.setAttribute("cy", y(loss));
    text.textContent =
      `T = ${number(size)}. Loss on new examples: ${loss.toPrecision(3)}. ` +
      `Participation ratio: ${effectivePoints} of ${number(size)} examples, ` +
      `${effectiveFeatures} of ${number(features)} features.`;
    slider.setAttribute("aria-valuetext", text.textContent);
  };
  slider.addEventListener("input", show);
  show();
  figure.querySelector("figcaption").before(box);
})();
