/** The form of a feed, new or known. */
import { call } from "@/api/call";
import { adminGetFeed, adminUpdateFeed } from "@/api/generated/sdk.gen";
import type { Feed } from "@/api/generated/types.gen";
import { tell } from "@/app/messages";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { refreshFeeds } from "./acting";
import { changeOf, type Values, valuesOf } from "./values";
import { useFeedWords } from "./words";

export function useLabels() {
  const t = useFeedWords();
  return {
    labels: {
      name: t("name"),
      store: t("store"),
      kind: t("channel"),
      locale: t("locale"),
      market: t("market"),
      include_categories: t("includeCategories"),
      include_collections: t("includeCollections"),
      exclude_categories: t("excludeCategories"),
      exclude_collections: t("excludeCollections"),
      with_sold_out: t("withSoldOut"),
      brand: t("brand"),
      condition: t("condition"),
      item_ids: t("itemIds"),
    },
    check: {
      name: (name: string) => (name.trim() ? null : t("nameNeeded")),
      store: (store: string) => (store ? null : t("storeNeeded")),
    },
    names: {
      store_id: "store",
      format: "kind",
      "choice.categories": "include_categories",
      "choice.collections": "include_collections",
    } as const,
  };
}

export function useFeedForm(feed: Feed): RecordState<Values> {
  const t = useFeedWords();
  const path = { feed: feed.id };
  return useRecord<Values, Feed>({
    values: valuesOf(feed),
    version: feed.version,
    ...useLabels(),
    save: (values, version) =>
      call(adminUpdateFeed, { path, body: changeOf(values), version: version ?? feed.version }),
    latest: async () => {
      const now = await call(adminGetFeed, { path });
      return { values: valuesOf(now), version: now.version };
    },
    saved: () => {
      tell(t("saved"));
      refreshFeeds();
    },
  });
}
