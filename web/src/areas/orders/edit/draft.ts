/** What somebody wants changed of an order, until it is applied: typed here, priced by the server. */
import type { Address, ChangesInput, DiscountInput, Goods } from "@/api/generated/types.gen";

export interface LineDraft {
  quantity?: number;
  goods?: Goods;
  discount?: DiscountInput | null;
}

export interface AddedDraft {
  key: string;
  goods: Goods;
  quantity: number;
  discount?: DiscountInput;
  price?: number;
  priceReason?: string;
}

export interface Draft {
  lines: Readonly<Record<string, LineDraft>>;
  added: readonly AddedDraft[];
  discount?: DiscountInput | null;
  rateId?: string;
  shippingPrice?: number;
  address?: Address;
}

export const EMPTY: Draft = { lines: {}, added: [] };

export function withLine(draft: Draft, id: string, change: LineDraft | null): Draft {
  const { [id]: before, ...rest } = draft.lines;
  return { ...draft, lines: change === null ? rest : { ...rest, [id]: { ...before, ...change } } };
}

export function withAdded(draft: Draft, goods: Goods): Draft {
  const known = draft.added.find((one) => one.goods.variant_id === goods.variant_id);
  if (known) return changedAdded(draft, known.key, { quantity: known.quantity + stepOf(goods.scale) });
  const key = `${goods.variant_id}-${draft.added.length}-${Date.now()}`;
  return { ...draft, added: [...draft.added, { key, goods, quantity: 10 ** goods.scale }] };
}

export function changedAdded(draft: Draft, key: string, change: Partial<AddedDraft> | null): Draft {
  return {
    ...draft,
    added: draft.added.flatMap((one) =>
      one.key !== key ? [one] : change === null ? [] : [{ ...one, ...change }],
    ),
  };
}

/** One press of plus or minus: a piece, or a tenth of a unit of what is weighed. */
export function stepOf(scale: number): number {
  return scale === 0 ? 1 : 10 ** (scale - 1);
}

export function isEmpty(draft: Draft): boolean {
  return JSON.stringify(draft) === JSON.stringify(EMPTY);
}

/** As the API takes it. A price without its reason waits until the reason is there. */
export function bodyOf(draft: Draft): ChangesInput {
  const { lines, added, discount, rateId, shippingPrice, address } = draft;
  return {
    lines: Object.entries(lines).map(([line_id, line]) => ({
      line_id,
      ...(line.quantity === undefined ? {} : { quantity: line.quantity }),
      ...(line.goods ? { variant_id: line.goods.variant_id } : {}),
      ...(line.discount === undefined ? {} : { discount: line.discount }),
    })),
    added: added.map((one) => ({
      variant_id: one.goods.variant_id,
      quantity: one.quantity,
      ...(one.price !== undefined && one.priceReason?.trim()
        ? { unit_price_minor: one.price, price_reason: one.priceReason.trim() }
        : {}),
      ...(one.discount ? { discount: one.discount } : {}),
    })),
    ...(discount === undefined ? {} : { discount }),
    ...(rateId === undefined && shippingPrice === undefined
      ? {}
      : {
          shipping: {
            ...(rateId === undefined ? {} : { rate_id: rateId }),
            ...(shippingPrice === undefined ? {} : { price_minor: shippingPrice }),
          },
        }),
    ...(address ? { shipping_address: address } : {}),
  };
}
