/** Pure: a product as the form holds it, and what of it is sent when it is saved. */
import type {
  ImageInput,
  OptionInput,
  ProductChange,
  SheetRow,
  StaffProduct,
  StaffVariant,
  WholeProduct,
} from "@/api/generated/types.gen";
import { isSame } from "@/kit/form/differences";
import { pictureAt } from "@/kit/Thumbnail";
import { complete, freshRow, keyOfRow, NO_PRICE, type OptionOf, type PriceOf, type Row } from "../sheet/rows";

export interface PictureDraft {
  /** Its own, for keys and for dragging: the image's id or one of the window. */
  key: string;
  id: string | null;
  mediaId: string | null;
  sourceUrl: string;
  alt: string;
  /** Where it can be seen; empty while it is only an address elsewhere. */
  src: string;
  /** The variants that show it, by their ids. */
  variants: string[];
}

export interface Placement {
  store_id: string;
  is_visible: boolean;
}

export interface TextsOf {
  title?: string;
  description?: string;
  seo_title?: string;
  seo_description?: string;
}

export interface ProductValues {
  title: string;
  description: string;
  slug: string;
  vendor: string;
  kind: string;
  tags: string[];
  tax_class: string;
  pricing_mode: "fixed" | "weight";
  unit: string;
  scale: number;
  step: number;
  minimum: number;
  maximum: number | null;
  average: number | null;
  requires_shipping: boolean;
  attribute_set: string;
  attributes: Record<string, unknown>;
  seo_title: string;
  seo_description: string;
  translations: Record<string, TextsOf>;
  options: OptionOf[];
  rows: Row[];
  images: PictureDraft[];
  categories: string[];
  stores: Placement[];
  /** Why stock is moved. */
  note: string;
}

const FIELDS = [
  "title", "description", "slug", "vendor", "kind", "tags", "tax_class", "pricing_mode", "unit", "scale", "step",
  "minimum", "maximum", "average", "requires_shipping", "attribute_set", "attributes", "seo_title", "seo_description",
  "translations",
] as const satisfies readonly (keyof ProductValues & keyof ProductChange)[]; // biome-ignore format: a list

export function emptyValues(stores: readonly string[]): ProductValues {
  return {
    title: "",
    description: "",
    slug: "",
    vendor: "",
    kind: "",
    tags: [],
    tax_class: "standard",
    pricing_mode: "fixed",
    unit: "C62",
    scale: 0,
    step: 1,
    minimum: 1,
    maximum: null,
    average: null,
    requires_shipping: true,
    attribute_set: "",
    attributes: {},
    seo_title: "",
    seo_description: "",
    translations: {},
    options: [],
    rows: [freshRow([])],
    images: [],
    categories: [],
    stores: stores.map((store_id) => ({ store_id, is_visible: true })),
    note: "",
  };
}

export function valuesOf(product: StaffProduct): ProductValues {
  const options = product.options as unknown as OptionOf[];
  const { title, description, slug, vendor, kind, tags, tax_class, unit, scale, step, minimum, maximum } =
    product;
  const { average, requires_shipping, attribute_set, attributes, seo_title, seo_description } = product;
  return {
    title, description, slug, vendor, kind, tags, tax_class, unit, scale, step, minimum, maximum,
    average, requires_shipping, attribute_set, attributes, seo_title, seo_description,
    pricing_mode: product.pricing_mode === "weight" ? "weight" : "fixed",
    translations: product.translations as Record<string, TextsOf>,
    options,
    rows: product.variants.map((variant) => rowOf(variant, options)).sort((a, b) => Number(a.isArchived) - Number(b.isArchived)),
    images: product.images.map((image) => ({
      key: image.id,
      id: image.id,
      mediaId: image.media_id,
      sourceUrl: image.source_url,
      alt: image.alt,
      src: image.media ? pictureAt(image.media, 320) : image.source_url,
      variants: product.variants.filter((variant) => variant.image_id === image.id).map((variant) => variant.id),
    })),
    categories: product.categories,
    stores: product.stores.map(({ store_id, is_visible }) => ({ store_id, is_visible })),
    note: "",
  }; // biome-ignore format: names beside names
}

function rowOf(variant: StaffVariant, options: readonly OptionOf[]): Row {
  const values = variant.option_values;
  const isOfNow =
    values.length === options.length &&
    options.every((option, place) => option.values.includes(values[place] ?? ""));
  return {
    id: variant.id,
    values,
    isArchived: !isOfNow,
    sku: variant.sku,
    barcode: variant.barcode,
    grams: variant.weight_grams,
    isActive: variant.is_active,
    tracksStock: variant.tracks_stock,
    sellsWithoutStock: variant.sells_without_stock,
    prices: Object.fromEntries(
      variant.prices.map((price) => [
        price.store_id,
        {
          base: price.base_minor,
          special: price.special_minor,
          from: price.special_from,
          until: price.special_until,
        },
      ]),
    ),
    stock: Object.fromEntries(variant.stock.map((shelf) => [shelf.location_id, shelf.on_hand])),
    wrong: {},
  };
}

/** What is sent: the parts of `now` that are not as in `before`. `before` is null for a new product. */
export function bodyOf(before: ProductValues | null, now: ProductValues): WholeProduct {
  const base = before ?? emptyValues([]);
  const body: WholeProduct = {};
  const fields = FIELDS.filter((name) => !isSame(base[name], now[name]));
  if (fields.length > 0) {
    body.product = Object.fromEntries(fields.map((name) => [name, now[name]])) as ProductChange;
  }
  const areOptionsNew = !isSame(complete(base.options), complete(now.options));
  if (areOptionsNew) body.options = complete(now.options).map(optionInput);
  if (!isSame(base.images, now.images)) body.images = now.images.map(imageInput);
  if (!isSame(base.categories, now.categories)) body.categories = now.categories;
  if (before === null ? now.stores.length > 0 : !isSame(base.stores, now.stores)) body.stores = now.stores;
  const variants = changedRows(before === null ? [] : base.rows, now.rows, areOptionsNew).map(
    (one) => one.sent,
  );
  if (variants.length > 0) body.sheet = { variants, ...(now.note ? { note: now.note } : {}) };
  return body;
}

function optionInput({ name, values, translations }: OptionOf): OptionInput {
  return {
    name,
    values,
    ...(translations ? { translations: translations as OptionInput["translations"] & object } : {}),
  };
}

function imageInput(image: PictureDraft): ImageInput {
  return {
    alt: image.alt,
    ...(image.id ? { id: image.id } : {}),
    ...(image.mediaId ? { media_id: image.mediaId } : {}),
    ...(image.sourceUrl ? { source_url: image.sourceUrl } : {}),
    ...(image.variants.length > 0 ? { variants: image.variants } : {}),
  };
}

export interface SentRow {
  key: string;
  sent: SheetRow;
  /** The columns of the sheet that `sent.prices` and `sent.stock` stand for, in their order. */
  stores: string[];
  places: string[];
}

/** The rows with a change, each with its changed cells; in the order in which the API's complaints count them. */
export function changedRows(before: readonly Row[], now: readonly Row[], areOptionsNew: boolean): SentRow[] {
  const known = new Map(before.filter((row) => row.id !== null).map((row) => [row.id, row]));
  return now
    .filter((row) => !row.isArchived)
    .map((row) => sentRow(known.get(row.id), row, areOptionsNew))
    .filter((one) => Object.keys(one.sent).some((name) => name !== "id" && name !== "option_values"));
}

function sentRow(base: Row | undefined, row: Row, areOptionsNew: boolean): SentRow {
  const was = base ?? freshRow(row.values);
  const sent: SheetRow =
    row.id !== null && !areOptionsNew ? { id: row.id } : { option_values: [...row.values] };
  if (row.sku !== was.sku && row.sku !== "") sent.sku = row.sku;
  if (row.sku !== was.sku && row.sku === "" && base !== undefined) sent.sku = "";
  if (row.barcode !== was.barcode) sent.barcode = row.barcode;
  if (row.grams !== was.grams) sent.weight_grams = row.grams;
  if (row.isActive !== was.isActive) sent.is_active = row.isActive;
  if (row.tracksStock !== was.tracksStock) sent.tracks_stock = row.tracksStock;
  if (row.sellsWithoutStock !== was.sellsWithoutStock) sent.sells_without_stock = row.sellsWithoutStock;
  const stores = Object.keys(row.prices).filter(
    (store) =>
      !isSame(row.prices[store], was.prices[store] ?? NO_PRICE) ||
      (areOptionsNew && hasPrice(row.prices[store])),
  );
  if (stores.length > 0) sent.prices = stores.map((store) => priceCell(store, row.prices[store] ?? NO_PRICE));
  const places = [...new Set([...Object.keys(row.stock), ...Object.keys(was.stock)])].filter(
    (place) => (row.stock[place] ?? 0) !== (was.stock[place] ?? 0),
  );
  if (places.length > 0) {
    sent.stock = places.map((place) => ({
      location_id: place,
      delta: (row.stock[place] ?? 0) - (was.stock[place] ?? 0),
    }));
  }
  return { key: keyOfRow(row), sent, stores, places };
}

function hasPrice(price: PriceOf | undefined): boolean {
  return price !== undefined && price.base !== null;
}

function priceCell(store: string, price: PriceOf) {
  return {
    store_id: store,
    base_minor: price.base,
    special_minor: price.special,
    special_from: price.from,
    special_until: price.until,
  };
}

/** What the API said of cells, by row and column of the sheet: `variants.3.prices.0.base_minor` is `base:STORE` of a row. */
export function complaintsOf(
  fields: Readonly<Record<string, string>>,
  sent: readonly SentRow[],
): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const [path, said] of Object.entries(fields)) {
    const [head, number, part, place, field] = path.split(".");
    const row = head === "variants" ? sent[Number(number)] : undefined;
    if (row === undefined || part === undefined) continue;
    const column =
      part === "prices"
        ? `${PRICE_COLUMNS[field ?? ""] ?? "base"}:${row.stores[Number(place)]}`
        : part === "stock"
          ? `stock:${row.places[Number(place)]}`
          : (ROW_COLUMNS[part] ?? part);
    found[row.key] = { ...found[row.key], [column]: said };
  }
  return found;
}

const PRICE_COLUMNS: Record<string, string> = {
  base_minor: "base",
  special_minor: "special",
  special_from: "from",
  special_until: "until",
};
const ROW_COLUMNS: Record<string, string> = {
  weight_grams: "grams",
  is_active: "isActive",
  tracks_stock: "tracksStock",
  sells_without_stock: "sellsWithoutStock",
};
