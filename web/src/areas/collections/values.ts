/** What a collection's form holds, and how it becomes what the API takes. */

import { call } from "@/api/call";
import { adminListCollectionProducts } from "@/api/generated/sdk.gen";
import type {
  CollectionChange,
  CollectionProduct,
  Condition,
  NewCollection,
  StaffCollection,
} from "@/api/generated/types.gen";

export type Kind = "manual" | "rule";
export type Sort = NonNullable<CollectionChange["sort"]>;
export const SORTS: readonly Sort[] = ["manual", "newest", "best", "price", "price_desc", "title"];

export interface Values {
  title: string;
  slug: string;
  description: string;
  kind: Kind;
  conditions: Condition[];
  matches_any: boolean;
  sort: Sort;
  is_visible: boolean;
  seo_title: string;
  seo_description: string;
  members: CollectionProduct[];
}

export const FRESH: Values = {
  title: "",
  slug: "",
  description: "",
  kind: "manual",
  conditions: [{ field: "title", operator: "contains", value: "", name: "" }],
  matches_any: false,
  sort: "manual",
  is_visible: true,
  seo_title: "",
  seo_description: "",
  members: [],
};

export function valuesOf(collection: StaffCollection, members: CollectionProduct[]): Values {
  return {
    title: collection.title,
    slug: collection.slug,
    description: collection.description,
    kind: collection.kind === "rule" ? "rule" : "manual",
    conditions: collection.conditions,
    matches_any: collection.matches_any,
    sort: SORTS.find((sort) => sort === collection.sort) ?? "newest",
    is_visible: collection.is_visible,
    seo_title: collection.seo_title,
    seo_description: collection.seo_description,
    members,
  };
}

/** Pure: what is sent for a new one. */
export function newOf({ members, kind, conditions, sort, ...rest }: Values): NewCollection {
  const isRule = kind === "rule";
  return {
    ...rest,
    kind,
    conditions: isRule ? conditions : [],
    sort: isRule && sort === "manual" ? "newest" : sort,
    product_ids: isRule ? [] : members.map((member) => member.id),
  };
}

/** Pure: what is sent of a change; products go on their own way. */
export function changeOf(changed: Partial<Values>): CollectionChange {
  const { members: _, kind: __, ...rest } = changed;
  return rest;
}

/** Every product of a collection by hand, in its order. */
export async function membersOf(id: string): Promise<CollectionProduct[]> {
  const found: CollectionProduct[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(adminListCollectionProducts, {
      path: { collection: id },
      query: { limit: 100, cursor },
    });
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}
