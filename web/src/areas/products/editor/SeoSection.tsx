import { Anchor, Group, Text, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { adminCheckSlug } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMe } from "@/app/may";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { useProductWords } from "../words";
import classes from "./editor.module.css";
import { addressOf } from "./shop";
import type { ProductValues } from "./values";

const TITLE_FITS = 60;
const TEXT_FITS = 160;

interface SeoSectionProps {
  record: RecordState<ProductValues>;
  productId: string | null;
  oldSlugs: readonly string[];
  isReadOnly: boolean;
}

/** How a search engine will show it, and the address of its page. */
export function SeoSection({ record, productId, oldSlugs, isReadOnly }: SeoSectionProps) {
  const t = useProductWords();
  const { stores } = useMe();
  const { values } = record;
  const store = stores.find((one) => values.stores.some((placed) => placed.store_id === one.id)) ?? stores[0];
  const [asked] = useDebouncedValue(values.slug || values.title, 400);
  const check = useRead(
    adminCheckSlug,
    { query: { slug: asked, ...(productId ? { product: productId } : {}) } },
    { enabled: asked !== "" && !isReadOnly, keep: true },
  );
  const slug = values.slug || check.data?.proposal || "…";
  const title = values.seo_title || values.title || t("titleExample");
  const text = values.seo_description || plain(values.description) || t("seoNoText");
  return (
    <Section title={t("seo")} about={t("seoHelp")}>
      <div className={classes.stack}>
        <div className={classes.result} aria-hidden>
          <div className={classes.address}>{store ? addressOf(store, slug) : slug}</div>
          <div className={classes.resultTitle}>{title.slice(0, TITLE_FITS + 10)}</div>
          <div className={classes.resultText}>{text.slice(0, 200)}</div>
        </div>
        <TextInput
          {...record.field("seo_title")}
          placeholder={values.title}
          maxLength={200}
          readOnly={isReadOnly}
          description={<Fit length={title.length} most={TITLE_FITS} />}
          inputWrapperOrder={["label", "input", "description", "error"]}
        />
        <Textarea
          {...record.field("seo_description")}
          placeholder={plain(values.description).slice(0, TEXT_FITS)}
          maxLength={500}
          autosize
          minRows={2}
          readOnly={isReadOnly}
          description={<Fit length={text.length} most={TEXT_FITS} />}
          inputWrapperOrder={["label", "input", "description", "error"]}
        />
        <TextInput
          {...record.field("slug")}
          placeholder={check.data?.proposal ?? ""}
          maxLength={80}
          readOnly={isReadOnly}
          error={record.field("slug").error}
          description={
            check.data && values.slug !== "" && !check.data.is_free ? (
              <Group gap={6} component="span">
                <Text span size="xs" c="red">
                  {t("slugTaken")}
                </Text>
                <Anchor
                  component="button"
                  type="button"
                  size="xs"
                  onClick={() => record.set("slug", check.data.proposal)}
                >
                  {t("takeInstead", { slug: check.data.proposal })}
                </Anchor>
              </Group>
            ) : oldSlugs.length > 0 ? (
              t("oldSlugs", { slugs: oldSlugs.join(", ") })
            ) : (
              t("slugHelp")
            )
          }
          inputWrapperOrder={["label", "input", "description", "error"]}
        />
      </div>
    </Section>
  );
}

function Fit({ length, most }: { length: number; most: number }) {
  const t = useProductWords();
  return (
    <Text span size="xs" c={length > most ? "orange" : "dimmed"} data-figures>
      {length > most ? t("tooLong", { length, most }) : t("fits", { length, most })}
    </Text>
  );
}

/** Pure: the text of some HTML on one line. */
export function plain(html: string): string {
  const page = new DOMParser().parseFromString(html.replace(/<\/(p|li|h\d|td)>/g, " $&"), "text/html");
  return (page.body.textContent ?? "").replace(/\s+/g, " ").trim();
}
