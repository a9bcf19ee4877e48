/** Attributes that tie a control to its label, its hint and its error, and name it across redraws. */
export function wiring(element, context) {
  return {
    "aria-labelledby": context.labelledBy,
    "aria-label": context.labelledBy ? null : (element.placeholder?.text ?? element.accessibility_label ?? element.action_id),
    "aria-describedby": context.describedBy,
    "data-key": `${context.blockId}/${element.action_id}`,
  };
}
