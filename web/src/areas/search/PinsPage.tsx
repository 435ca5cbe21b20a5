import { Button, Select, Stack, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminCreatePins,
  adminDeletePins,
  adminGetPins,
  adminListPins,
  adminUpdatePins,
} from "@/api/generated/sdk.gen";
import type { PinnedProduct, Pins } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam, useSearchWords } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { LANGUAGES, useLanguageOf } from "./languages";
import { Pinned } from "./Pinned";
import { useSearchingWords } from "./words";

interface Values {
  text: string;
  products: PinnedProduct[];
  locale: string;
}

export default function PinsPage() {
  const id = useParam("pins");
  return id === "new" ? <Editor pins={null} /> : <Loaded id={id} />;
}

function Loaded({ id }: { id: string }) {
  const found = useRead(adminGetPins, { path: { pins: id } });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  return <Editor key={id} pins={found.data} />;
}

const valuesOf = ({ text, products, locale }: Pins): Values => ({ text, products, locale });

function Editor({ pins }: { pins: Pins | null }) {
  const t = useSearchingWords();
  const languageOf = useLanguageOf();
  const go = useGo();
  const [given] = useSearchWords();
  const record = useRecord<Values, Pins>({
    values: pins ? valuesOf(pins) : { text: given.text ?? "", products: [], locale: "" },
    ...(pins ? { version: pins.version } : {}),
    labels: { text: t("pinText"), products: t("products"), locale: t("locale") },
    check: {
      text: (text) => (text.trim() ? null : t("textNeeded")),
      products: (products) => (products.length === 0 ? t("productsNeeded") : null),
    },
    save: (typed, version, changed) => {
      const products = typed.products.map((product) => product.id);
      if (!pins) return call(adminCreatePins, { body: { ...typed, products } });
      const { products: others, ...rest } = changed;
      return call(adminUpdatePins, {
        path: { pins: pins.id },
        body: { ...rest, ...(others ? { products } : {}) },
        version: version ?? pins.version,
      });
    },
    latest: async () => {
      const now = await call(adminGetPins, { path: { pins: pins?.id ?? "" } });
      return { values: valuesOf(now), version: now.version };
    },
    saved: (answer) => {
      refresh(adminListPins, adminGetPins);
      tell(t(pins ? "saved" : "added"));
      if (!pins) go(`/search/pins/${answer.id}`, { replace: true, force: true });
    },
  });
  const remove = useWrite(adminDeletePins, {
    changes: [adminListPins],
    done: () => {
      tell(t("deleted"));
      go("/search/pins", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  const erase = async (one: Pins) => {
    const text = t("deletePinsAsk", { text: one.text });
    if (await confirm({ title: t("delete"), text, action: t("delete"), danger: true }))
      remove.mutate({ path: { pins: one.id } });
  };
  const complaint = record.field("products").error;
  return (
    <Page
      title={pins?.text ?? t("newPins")}
      crumbs={[
        { to: "/search", label: t("title") },
        { to: "/search/pins", label: t("pins") },
      ]}
      width="text"
      acts={
        pins ? (
          <May permission="products:write">
            <Button variant="default" loading={remove.isPending} onClick={() => void erase(pins)}>
              {t("delete")}
            </Button>
          </May>
        ) : null
      }
    >
      <RecordForm record={record} isNew={pins === null}>
        <Sections>
          <Section>
            <Stack>
              <TextInput
                {...record.field("text")}
                description={t("pinTextHelp")}
                maxLength={200}
                data-autofocus={pins === null}
              />
              <Select
                label={t("locale")}
                data={["", ...LANGUAGES].map((value) => ({
                  value: value || "every",
                  label: languageOf(value),
                }))}
                value={record.values.locale || "every"}
                onChange={(value) => record.set("locale", value === "every" ? "" : (value ?? ""))}
                allowDeselect={false}
                w={240}
              />
            </Stack>
          </Section>
          <Pinned
            products={record.values.products}
            complaint={complaint}
            change={(products) => record.set("products", products)}
          />
        </Sections>
      </RecordForm>
    </Page>
  );
}
