// Places a popup beside its anchor. Popups use the browser's top layer, so no scrolling box can cut them off.

const GAP = 4;

/** Shows `popup` (an element with popover="manual") at `anchor`; returns a function that hides it. */
export function showAt(popup, anchor, { matchWidth = false, onOutside } = {}) {
  popup.showPopover();
  const settle = () => place(popup, anchor, matchWidth);
  settle();
  const outside = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) onOutside?.();
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", settle, true);
  window.addEventListener("resize", settle);
  return () => {
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("scroll", settle, true);
    window.removeEventListener("resize", settle);
    if (popup.isConnected && popup.matches(":popover-open")) popup.hidePopover();
  };
}

function place(popup, anchor, matchWidth) {
  const box = anchor.getBoundingClientRect();
  if (matchWidth) popup.style.minWidth = `${box.width}px`;
  const below = innerHeight - box.bottom - 2 * GAP;
  const above = box.top - 2 * GAP;
  const upward = below < Math.min(popup.scrollHeight, 280) && above > below;
  popup.style.maxHeight = `${Math.max(120, Math.min(320, upward ? above : below))}px`;
  const height = popup.offsetHeight;
  popup.style.top = `${upward ? box.top - GAP - height : box.bottom + GAP}px`;
  popup.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - popup.offsetWidth - GAP))}px`;
}
