import { call } from "@/api/call";
import { adminListProducts } from "@/api/generated/sdk.gen";
import type { Finder } from "@/app/area";

const find: Finder = async (words, signal) => {
  const { items } = await call(adminListProducts, { query: { q: words, limit: 6 }, signal });
  return items.map((row) => ({
    id: row.id,
    title: row.title,
    ...(row.sku ? { details: row.sku } : {}),
    to: `/products/${row.id}`,
  }));
};

export default find;
