import type { StaffProduct } from "@/api/generated/types.gen";
import { RecordForm } from "@/kit/form/RecordForm";
import { Columns, Section } from "@/kit/Section";
import { useProductWords } from "../words";
import { AttributesSection } from "./AttributesSection";
import { Gallery } from "./Gallery";
import { HistorySection } from "./HistorySection";
import { ListPricesSection } from "./ListPricesSection";
import { MeasureSection } from "./MeasureSection";
import { PlacesSection } from "./PlacesSection";
import { SeoSection } from "./SeoSection";
import { TextsSection } from "./TextsSection";
import type { ProductRecord } from "./useProduct";
import { VariantsSection } from "./VariantsSection";

interface ProductFormProps {
  record: ProductRecord;
  product: StaffProduct | null;
  isReadOnly: boolean;
}

/** One page with everything of a product. */
export function ProductForm({ record, product, isReadOnly }: ProductFormProps) {
  const t = useProductWords();
  const variants = (product?.variants ?? []).map((variant) => ({
    value: variant.id,
    label: variant.title || t("onlyVariant"),
  }));
  const isCounted = (product?.variants ?? []).some((variant) => variant.stock.length > 0);
  return (
    <RecordForm record={record}>
      <Columns
        main={
          <>
            <TextsSection record={record} isReadOnly={isReadOnly} />
            <Section title={t("pictures")} about={t("picturesHelp")}>
              <Gallery
                images={record.values.images}
                change={(next) => record.form.setFieldValue("images", (before) => next(before))}
                variants={variants}
                isReadOnly={isReadOnly}
              />
            </Section>
            <VariantsSection record={record} complaints={record.complaints} isReadOnly={isReadOnly} />
            <MeasureSection
              record={record}
              isFixed={product !== null && (product.status !== "draft" || isCounted)}
              isReadOnly={isReadOnly}
            />
            <AttributesSection record={record} isReadOnly={isReadOnly} />
            <SeoSection
              record={record}
              productId={product?.id ?? null}
              oldSlugs={product?.old_slugs ?? []}
              isReadOnly={isReadOnly}
            />
          </>
        }
        side={
          <>
            <PlacesSection record={record} isReadOnly={isReadOnly} />
            {product === null ? null : <ListPricesSection productId={product.id} />}
            {product === null ? null : <HistorySection productId={product.id} />}
          </>
        }
      />
    </RecordForm>
  );
}
