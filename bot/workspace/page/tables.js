// `table` (as written) and `data_table` (sorted and paged by the reader).

import { h, iconButton } from "./dom.js";
import { richText } from "./richtext.js";
import { locale, t } from "./strings.js";

export function plainTable(block) {
  const settings = block.column_settings ?? [];
  const [head = [], ...rows] = block.rows ?? [];
  const cellOf = (tag) => (cell, at) => h(tag, cellProps(cell, settings[at], tag), cellNode(cell));
  return scrollBox(t("options"), h("table", {},
    h("thead", {}, h("tr", {}, head.map(cellOf("th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cellOf("td")))))), head);
}

/** Wide tables scroll in their own box, which the keyboard reaches. */
function scrollBox(label, table, head = []) {
  const names = head.map(cellText).filter(Boolean).join(", ");
  return h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": names || label }, table);
}

function cellProps(cell, setting, tag) {
  const align = setting?.align ?? (isNumber(cell) ? "right" : "left");
  return { scope: tag === "th" ? "col" : null, class: `align-${align}${setting?.is_wrapped ? " wrapped" : ""}` };
}

function cellNode(cell) {
  return cell?.type === "rich_text" ? richText(cell) : cellText(cell);
}

const isNumber = (cell) => cell?.type === "raw_number";

function cellText(cell) {
  if (!cell) return "";
  if (isNumber(cell)) return cell.text ?? new Intl.NumberFormat(locale()).format(cell.value ?? cell.number ?? 0);
  if (cell.type === "rich_text") return (cell.elements ?? []).flatMap((part) => part.elements ?? []).map((item) => item.text ?? item.url ?? "").join("");
  return cell.text ?? "";
}

const cellValue = (cell) => (isNumber(cell) ? Number(cell.value ?? cell.number ?? cell.text) : cellText(cell));

export function dataTable(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const view = { sort: null, descending: false, page: 0, size: block.page_size ?? 5 };
  const table = h("table", {}, h("caption", {}, block.caption ?? ""));
  const foot = h("div", { class: "table-foot" });

  function draw(focusColumn = null) {
    const shown = sorted(rows, view);
    const from = view.page * view.size;
    const body = h("tbody", {}, shown.slice(from, from + view.size).map((row) => dataRow(row, block.row_header_column_index ?? 0)));
    table.replaceChildren(table.caption, h("thead", {}, h("tr", {}, head.map(headCell))), body);
    foot.replaceChildren(...pager(from, shown.length));
    if (focusColumn !== null) table.tHead.querySelectorAll("button")[focusColumn]?.focus();
  }

  function headCell(cell, at) {
    const sort = view.sort === at ? (view.descending ? "descending" : "ascending") : "none";
    const click = () => {
      view.descending = view.sort === at && !view.descending;
      [view.sort, view.page] = [at, 0];
      draw(at);
    };
    const title = t("sortBy", { name: cellText(cell) });
    return h("th", { scope: "col", "aria-sort": sort, class: isNumber(rows[0]?.[at]) ? "align-right" : "" }, h("button", { type: "button", title, on: { click } }, cellText(cell)));
  }

  function pager(from, n) {
    if (n <= view.size) return [];
    const last = Math.min(from + view.size, n);
    const turn = (by, label, icon, off) => iconButton(icon, label, { disabled: off, on: { click: () => { view.page += by; draw(); focusPager(by); } } });
    return [
      turn(-1, t("pagePrevious"), "back", from === 0),
      h("span", {}, t("page", { from: from + 1, to: last, n })),
      turn(1, t("pageNext"), "forward", last === n),
    ];
  }

  /** The buttons are drawn anew: keep the focus where the reader pressed, or on the other one at either end. */
  function focusPager(by) {
    const [previous, next] = foot.querySelectorAll("button");
    const wanted = by < 0 ? previous : next;
    (wanted.disabled ? (by < 0 ? next : previous) : wanted).focus();
  }

  draw();
  return h("div", { class: "data-table" }, scrollBox(block.caption ?? "", table), foot);
}

function dataRow(row, header) {
  return h("tr", {}, row.map((cell, at) => h(at === header ? "th" : "td", { scope: at === header ? "row" : null, class: isNumber(cell) ? "align-right" : "" }, cellNode(cell))));
}

function sorted(rows, { sort, descending }) {
  if (sort === null) return rows;
  const collator = new Intl.Collator(locale(), { numeric: true });
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
  const ordered = [...rows].sort((a, b) => compare(cellValue(a[sort]), cellValue(b[sort])));
  return descending ? ordered.reverse() : ordered;
}
