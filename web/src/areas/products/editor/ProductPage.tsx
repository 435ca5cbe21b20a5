import { Alert, Button, Menu } from "@mantine/core";
import {
  IconArchive,
  IconCopy,
  IconDots,
  IconExternalLink,
  IconEyeOff,
  IconLink,
  IconTrash,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import {
  adminArchiveProduct,
  adminCopyProduct,
  adminDeleteProduct,
  adminGetProduct,
  adminHistory,
  adminListProducts,
  adminUnpublishProduct,
} from "@/api/generated/sdk.gen";
import type { StaffProduct } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { PlainLink, useCompany, useGo, useParam } from "@/app/here";
import { isThere, useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { TranslateLink } from "@/kit/links/TranslateLink";
import { Explained, useReason } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { TONES } from "../status";
import { useProductWords } from "../words";
import { Confirm } from "./Confirm";
import { ProductForm } from "./ProductForm";
import { linkTo } from "./shop";
import { useProduct } from "./useProduct";
import { emptyValues } from "./values";

export default function ProductPage() {
  const id = useParam("product");
  const product = useRead(adminGetProduct, { path: { product: id } });
  if (product.error) return <Failure error={product.error} again={() => void product.refetch()} />;
  if (!product.data) return <Skeletons lines={12} />;
  return <Editor key={product.data.id} product={product.data} />;
}

function Editor({ product }: { product: StaffProduct }) {
  const t = useProductWords();
  const isAllowed = useMay("products:write");
  const reason = useReason("products:write");
  const initial = useMemo(() => emptyValues([]), []);
  const record = useProduct(product, initial, (now) => tell(t("saved", { title: now.title })));
  const isArchived = product.status === "archived";
  const isReadOnly = !isAllowed || isArchived;
  return (
    <Page
      title={product.title}
      width="wide"
      crumbs={[{ to: "/products", label: t("title") }]}
      beside={
        <StatusBadge tone={TONES[product.status] ?? "quiet"}>
          {t.has(product.status) ? t(product.status) : product.status}
        </StatusBadge>
      }
      acts={
        <>
          <TranslateLink kind="product" id={product.id} />
          <Acts product={product} isAllowed={isAllowed} />
        </>
      }
      primary={
        product.status === "active" ? (
          <Explained reason={reason ?? (record.isDirty ? null : t("nothingToSave"))}>
            <Button loading={record.isSaving} onClick={() => void record.save()}>
              {t("save")}
            </Button>
          </Explained>
        ) : (
          <Explained reason={reason}>
            <Button
              loading={record.isSaving}
              onClick={() => void record.saveAs(isArchived ? "draft" : "active")}
            >
              {isArchived ? t("backToDraft") : t("publish")}
            </Button>
          </Explained>
        )
      }
    >
      {isArchived ? (
        <Alert color="gray" mb="md">
          {t("archivedHelp")}
        </Alert>
      ) : null}
      <ProductForm record={record} product={product} isReadOnly={isReadOnly} />
    </Page>
  );
}

function Acts({ product, isAllowed }: { product: StaffProduct; isAllowed: boolean }) {
  const t = useProductWords();
  const go = useGo();
  const company = useCompany();
  const me = useMe();
  const [asks, setAsks] = useState<"delete" | null>(null);
  const changes = [adminGetProduct, adminListProducts, adminHistory];
  const failed = tellProblem;
  const copy = useWrite(adminCopyProduct, {
    changes: [adminListProducts],
    failed,
    done: (made) => {
      tell(t("copied", { title: made.title }));
      go(`/products/${made.id}`);
    },
  });
  const unpublish = useWrite(adminUnpublishProduct, { changes, failed, done: () => tell(t("unpublished")) });
  const archive = useWrite(adminArchiveProduct, {
    changes,
    failed,
    done: () => tell(t("archivedNow"), { undo: () => unpublish.mutate({ path: { product: product.id } }) }),
  });
  const remove = useWrite(adminDeleteProduct, {
    changes: [adminListProducts],
    failed,
    done: () => {
      tell(t("deleted", { title: product.title }));
      go("/products", { force: true });
    },
  });
  const path = { product: product.id };
  const shops = me.stores.filter((store) => product.stores.some((one) => one.store_id === store.id));
  return (
    <>
      {product.status === "active" && shops[0] ? (
        <Button
          variant="default"
          component="a"
          href={linkTo(company, shops[0], product.slug)}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconExternalLink size={15} />}
          visibleFrom="sm"
        >
          {t("viewInShop")}
        </Button>
      ) : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px={8} aria-label={t("more")}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {product.status === "active"
            ? shops.map((store) => (
                <Menu.Item
                  key={store.id}
                  component="a"
                  href={linkTo(company, store, product.slug)}
                  target="_blank"
                  rel="noreferrer"
                  leftSection={<IconExternalLink size={15} />}
                >
                  {t("viewIn", { store: store.name })}
                </Menu.Item>
              ))
            : null}
          <Menu.Item
            leftSection={<IconCopy size={15} />}
            disabled={!isAllowed}
            onClick={() => copy.mutate({ path, body: {} })}
          >
            {t("duplicate")}
          </Menu.Item>
          {isThere(me, { feature: "recommendations" }) ? (
            <Menu.Item
              component={PlainLink}
              to={`/recommendations/products/${product.id}`}
              leftSection={<IconLink size={15} />}
            >
              {t("goesWith")}
            </Menu.Item>
          ) : null}
          {product.status === "active" ? (
            <Menu.Item
              leftSection={<IconEyeOff size={15} />}
              disabled={!isAllowed}
              onClick={() => unpublish.mutate({ path })}
            >
              {t("unpublish")}
            </Menu.Item>
          ) : null}
          {product.status === "archived" ? null : (
            <Menu.Item
              leftSection={<IconArchive size={15} />}
              disabled={!isAllowed}
              onClick={() => archive.mutate({ path })}
            >
              {t("archive")}
            </Menu.Item>
          )}
          {product.status === "draft" ? (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={15} />}
              disabled={!isAllowed}
              onClick={() => setAsks("delete")}
            >
              {t("delete")}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {asks === "delete" ? (
        <Confirm
          title={t("deleteTitle", { title: product.title })}
          text={t("deleteHelp")}
          action={t("delete")}
          close={() => setAsks(null)}
          run={() => remove.mutate({ path })}
        />
      ) : null}
    </>
  );
}
