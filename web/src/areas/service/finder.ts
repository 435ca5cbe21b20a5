import { call } from "@/api/call";
import { adminSearch } from "@/api/generated/sdk.gen";
import type { Finder, Found } from "@/app/area";
import type { Label } from "@/app/words";

const PEOPLE: Label = { en: "Customers", fr: "Clients" };
const ORDERS: Label = { en: "Orders", fr: "Commandes" };
const PRODUCTS: Label = { en: "Products", fr: "Produits" };
const EACH = 5;

/** People, orders and products of the one search, exact hits before the others. */
const find: Finder = async (words, signal) => {
  const found = await call(adminSearch, { query: { q: words }, signal });
  const people = (found.customers ?? []).slice(0, EACH).map((hit) => ({
    id: hit.id,
    group: PEOPLE,
    isExact: hit.is_exact,
    title: hit.name || hit.email,
    details: [hit.email, hit.phone].filter(Boolean).join(" · "),
    to: `/customers/${hit.id}`,
  }));
  const orders = (found.orders ?? []).slice(0, EACH).map((hit) => ({
    id: hit.id,
    group: ORDERS,
    isExact: hit.is_exact,
    title: `#${hit.number}`,
    details: [hit.name, hit.email].filter(Boolean).join(" · "),
    to: `/orders/${hit.id}`,
  }));
  const products = (found.products ?? []).slice(0, EACH).map((hit) => ({
    id: hit.id,
    group: PRODUCTS,
    isExact: hit.is_exact,
    title: hit.title,
    details: hit.sku,
    to: `/products/${hit.id}`,
  }));
  const groups = [people, orders, products].sort(
    (one, other) => Number(other[0]?.isExact ?? false) - Number(one[0]?.isExact ?? false),
  );
  return groups.flat().map(({ isExact: _, ...hit }): Found => hit);
};

export default find;
