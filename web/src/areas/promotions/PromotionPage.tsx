import { SegmentedControl, Stack, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminCreatePromotion,
  adminGetPromotion,
  adminListPromotions,
  adminUpdatePromotion,
} from "@/api/generated/sdk.gen";
import type { Promotion } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { History } from "@/kit/History";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { UrlTabs } from "@/kit/UrlTabs";
import { Codes } from "./Codes";
import { Conditions } from "./Conditions";
import { Effects } from "./Effects";
import { Figures } from "./Figures";
import { PromotionState } from "./PromotionState";
import { Limits, Together } from "./Schedule";
import { Acts, MainAct } from "./Steps";
import { TryIt } from "./TryIt";
import { changeOf, FRESH, newOf, type Values, valuesOf } from "./values";
import { usePromotionWords } from "./words";

export default function PromotionPage() {
  const id = useParam("promotion");
  return id === "new" ? <Editor promotion={null} values={FRESH} /> : <Loaded id={id} />;
}

function Loaded({ id }: { id: string }) {
  const found = useRead(adminGetPromotion, { path: { promotion: id } }, { keep: true });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.data) return <Skeletons />;
  return <Editor key={id} promotion={found.data} values={valuesOf(found.data)} />;
}

function Editor({ promotion, values }: { promotion: Promotion | null; values: Values }) {
  const t = usePromotionWords();
  const go = useGo();
  const may = useMay("promotions:write");
  const mayWrite = may && promotion?.status !== "ended";
  const record = useRecord<Values, Promotion>({
    values,
    ...(promotion ? { version: promotion.version } : {}),
    labels: {
      name: t("name"),
      title: t("shown"),
      needs_code: t("way"),
      first_code: t("firstCode"),
      effects: t("gives"),
      conditions: t("when"),
      starts: t("starts"),
      ends: t("ends"),
      usage_limit: t("usageLimit"),
      customer_limit: t("customerLimit"),
      budget: t("limits"),
      stacking: t("stacking"),
      group: t("group"),
      priority: t("priority"),
      most: t("together"),
      most_ppm: t("mostPpm"),
      leaves_out_reduced: t("leavesOutReduced"),
    },
    check: { name: (name) => (name.trim() ? null : t("nameNeeded")) },
    names: { starts_at: "starts", ends_at: "ends", rules: "effects" },
    save: (typed, version) =>
      promotion
        ? call(adminUpdatePromotion, {
            path: { promotion: promotion.id },
            body: changeOf(typed),
            version: version ?? promotion.version,
          })
        : call(adminCreatePromotion, { body: newOf(typed) }),
    latest: async () => {
      const now = await call(adminGetPromotion, { path: { promotion: promotion?.id ?? "" } });
      return { values: valuesOf(now), version: now.version };
    },
    saved: (answer) => {
      refresh(adminListPromotions, adminGetPromotion);
      tell(t(promotion ? "saved" : "created"));
      if (!promotion) go(`/promotions/${answer.id}`, { replace: true, force: true });
    },
  });
  const form = (
    <RecordForm record={record} isNew={promotion === null}>
      <Columns
        main={
          <Sections>
            <Says record={record} isNew={promotion === null} disabled={!mayWrite} />
            <Effects
              effects={record.values.effects}
              change={(effects) => record.set("effects", effects)}
              disabled={!mayWrite}
            />
            <Conditions
              conditions={record.values.conditions}
              change={(conditions) => record.set("conditions", conditions)}
              disabled={!mayWrite}
            />
            <Limits record={record} disabled={!mayWrite} />
            <Together record={record} disabled={!mayWrite} />
          </Sections>
        }
        side={
          promotion ? (
            <Sections>
              <Figures promotion={promotion} />
              {may ? <TryIt promotion={promotion} /> : null}
              <Section title={t("history")}>
                <History kind="promotion" id={promotion.id} labels={{ name: t("name") }} />
              </Section>
            </Sections>
          ) : null
        }
      />
    </RecordForm>
  );
  return (
    <Page
      title={promotion?.name ?? t("newPromotion")}
      beside={promotion ? <PromotionState state={promotion.state} /> : null}
      crumbs={[{ to: "/promotions", label: t("title") }]}
      primary={promotion && may ? <MainAct promotion={promotion} isDirty={record.isDirty} /> : null}
      acts={promotion && may ? <Acts promotion={promotion} /> : null}
    >
      {promotion?.needs_code ? (
        <UrlTabs
          tabs={[
            { value: "rules", label: t("whole"), panel: form },
            { value: "codes", label: t("codes"), panel: <Codes promotion={promotion} mayWrite={may} /> },
          ]}
        />
      ) : (
        form
      )}
    </Page>
  );
}

interface SaysProps {
  record: RecordState<Values>;
  isNew: boolean;
  disabled: boolean;
}

function Says({ record, isNew, disabled }: SaysProps) {
  const t = usePromotionWords();
  return (
    <Section title={t("says")}>
      <Stack>
        <TextInput
          {...record.field("name")}
          description={t("nameHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          required
          maxLength={120}
          disabled={disabled}
          data-autofocus={isNew}
        />
        <TextInput
          {...record.field("title")}
          description={t("shownHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          maxLength={120}
          disabled={disabled}
        />
        <SegmentedControl
          aria-label={t("way")}
          value={record.values.needs_code ? "code" : "automatic"}
          disabled={disabled}
          onChange={(way) => record.set("needs_code", way === "code")}
          data={[
            { value: "code", label: t("byCode") },
            { value: "automatic", label: t("automatic") },
          ]}
        />
        {isNew && record.values.needs_code ? (
          <TextInput
            {...record.field("first_code")}
            description={t("codesHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            maxLength={60}
            disabled={disabled}
          />
        ) : null}
      </Stack>
    </Section>
  );
}
