/** Pure: what taking an amount of held money means: `rest` is what is not taken with it. */
export function captureOf(
  payment: { amount_minor: number; captured_minor: number },
  amount: number | null,
): { held: number; rest: number; isTooMuch: boolean; isPossible: boolean } {
  const held = payment.amount_minor - payment.captured_minor;
  const isTooMuch = amount !== null && amount > held;
  return {
    held,
    rest: Math.max(0, held - (amount ?? 0)),
    isTooMuch,
    isPossible: amount !== null && amount > 0 && !isTooMuch,
  };
}
