import { useMemo, useRef } from "react";
import { call } from "@/api/call";
import {
  adminCreateWholeProduct,
  adminGetProduct,
  adminHistory,
  adminListProducts,
  adminSaveWholeProduct,
} from "@/api/generated/sdk.gen";
import type { StaffProduct } from "@/api/generated/types.gen";
import { keyOf, queries, refresh } from "@/api/query";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { countOf, MOST_VARIANTS } from "../sheet/rows";
import { useProductWords } from "../words";
import { bodyOf, changedRows, complaintsOf, type ProductValues, type SentRow, valuesOf } from "./values";

export type Status = "draft" | "active" | "archived";

export interface ProductRecord extends RecordState<ProductValues> {
  /** What is wrong with cells of the sheet, by row and column. */
  complaints: Record<string, Record<string, string>>;
  /** Save and give it this status, both or neither. */
  saveAs: (status: Status) => Promise<boolean>;
}

/** The form of a product: of one that is there, or of one that is not yet. */
export function useProduct(
  product: StaffProduct | null,
  initial: ProductValues,
  saved: (product: StaffProduct, isNew: boolean) => void,
): ProductRecord {
  const t = useProductWords();
  const status = useRef<Status | null>(null);
  const sent = useRef<SentRow[]>([]);
  const base = useRef(initial);
  const values = useMemo(() => (product === null ? initial : valuesOf(product)), [product, initial]);
  base.current = values;
  const record = useRecord<ProductValues, StaffProduct>({
    values,
    ...(product === null ? {} : { version: product.version }),
    labels: {
      title: t("titleField"),
      description: t("description"),
      slug: t("slug"),
      vendor: t("vendor"),
      kind: t("kind"),
      tags: t("tags"),
      tax_class: t("taxClass"),
      pricing_mode: t("selling"),
      unit: t("unit"),
      scale: t("decimals"),
      step: t("step"),
      minimum: t("minimum"),
      maximum: t("maximum"),
      average: t("average"),
      requires_shipping: t("shipped"),
      attribute_set: t("attributeSet"),
      attributes: t("attributes"),
      seo_title: t("seoTitle"),
      seo_description: t("seoDescription"),
      translations: t("languages"),
      options: t("options"),
      rows: t("variantsTitle"),
      images: t("pictures"),
      categories: t("categories"),
      stores: t("stores"),
    },
    names: { variants: "rows" },
    check: {
      title: (title) => (title.trim() ? null : t("titleNeeded")),
      rows: (rows) => (rows.some((row) => Object.keys(row.wrong).length > 0) ? t("cellsWrong") : null),
      options: (options) =>
        countOf(options) > MOST_VARIANTS
          ? t("tooManyVariants", { count: countOf(options), most: MOST_VARIANTS })
          : null,
    },
    save: async (now, version) => {
      const before = product === null ? null : base.current;
      const body = bodyOf(before, now);
      sent.current = changedRows(before?.rows ?? [], now.rows, body.options !== undefined);
      if (status.current !== null) body.status = status.current;
      return product === null || version === undefined
        ? call(adminCreateWholeProduct, { body: { ...body, product: { ...body.product, title: now.title } } })
        : call(adminSaveWholeProduct, { path: { product: product.id }, body, version });
    },
    ...(product === null
      ? {}
      : {
          latest: async () => {
            const now = await call(adminGetProduct, { path: { product: product.id } });
            base.current = valuesOf(now);
            return { values: base.current, version: now.version };
          },
        }),
    saved: (answer) => {
      queries.setQueryData([...keyOf(adminGetProduct, { path: { product: answer.id } })], answer);
      refresh(adminListProducts, adminHistory);
      saved(answer, product === null);
    },
  });
  return {
    ...record,
    complaints: complaintsOf(record.problem?.fields ?? {}, sent.current),
    saveAs: async (next) => {
      status.current = next;
      try {
        return await record.save();
      } finally {
        status.current = null;
      }
    },
  };
}
