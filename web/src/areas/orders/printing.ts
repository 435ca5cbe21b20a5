/** Printing packing slips: the page of the API is printed from a frame that nobody sees. */
import { presented } from "@/api/credentials";
import { Problem } from "@/api/problem";
import { tellProblem } from "@/app/messages";

const FRAME = "packing-slips";

/** Each order on paper of its own. */
export function printSlips(ids: readonly string[]): void {
  document.getElementById(FRAME)?.remove();
  const frame = document.createElement("iframe");
  frame.id = FRAME;
  frame.title = FRAME;
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  Object.assign(frame.style, {
    position: "fixed",
    right: "0",
    bottom: "0",
    width: "0",
    height: "0",
    border: "0",
  });
  const asked = new URLSearchParams(ids.map((id) => ["order", id]));
  frame.src = `/api/tenants/${presented().tenant}/admin/orders/packing-slips?${asked}`;
  frame.onload = () => {
    const isThere = frame.contentDocument?.querySelector(".slip") != null;
    if (!isThere) {
      tellProblem(refusal(frame.contentDocument?.body.textContent ?? ""));
      return;
    }
    frame.contentWindow?.focus();
    frame.contentWindow?.print();
  };
  document.body.append(frame);
}

/** What came instead of the page. */
function refusal(text: string): Problem {
  try {
    return new Problem(400, JSON.parse(text));
  } catch {
    return new Problem(0, {});
  }
}
