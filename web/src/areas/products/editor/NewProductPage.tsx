import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useGo } from "@/app/here";
import { may, useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { useStore } from "@/app/store";
import { Page } from "@/kit/Page";
import { useProductWords } from "../words";
import { ProductForm } from "./ProductForm";
import { useProduct } from "./useProduct";
import { emptyValues } from "./values";

/** A title, a price and a picture suffice: published in one go. */
export default function NewProductPage() {
  const t = useProductWords();
  const go = useGo();
  const me = useMe();
  const chosen = useStore();
  const initial = useMemo(() => {
    const mine = me.stores.filter((store) => may(me, "products:write", { store: store.id }));
    return emptyValues(
      (chosen ? mine.filter((store) => store.id === chosen.id) : mine).map((store) => store.id),
    );
  }, [me, chosen]);
  const record = useProduct(null, initial, (product) => {
    tell(t(product.status === "active" ? "published" : "saved", { title: product.title }));
    go(`/products/${product.id}`, { replace: true, force: true });
  });
  return (
    <Page
      title={t("newProduct")}
      width="wide"
      crumbs={[{ to: "/products", label: t("title") }]}
      acts={
        <Button variant="default" loading={record.isSaving} onClick={() => void record.save()}>
          {t("saveDraft")}
        </Button>
      }
      primary={
        <Button loading={record.isSaving} onClick={() => void record.saveAs("active")}>
          {t("publish")}
        </Button>
      }
    >
      <ProductForm record={record} product={null} isReadOnly={false} />
    </Page>
  );
}
