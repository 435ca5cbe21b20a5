import { call } from "@/api/call";
import { controlListTenants } from "@/api/generated/sdk.gen";
import type { Finder } from "@/app/area";

/** Merchants by name, short name, host name, or somebody's e-mail address. */
const find: Finder = async (words, signal) => {
  const page = await call(controlListTenants, { query: { q: words, limit: 10 }, signal });
  return page.items.map((one) => ({
    id: one.id,
    title: one.name,
    details: one.owner?.email ?? one.slug,
    to: `/tenants/${one.id}`,
  }));
};

export default find;
