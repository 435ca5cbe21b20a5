import { MultiSelect, NumberInput, Select, Switch, Textarea } from "@mantine/core";
import { adminListLocations } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { Decided } from "./parts/Decided";
import { bounds } from "./parts/limits";
import classes from "./parts/parts.module.css";
import { ReturnReasons } from "./parts/ReturnReasons";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, returns } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof returns.get>>["value"];

const OUTCOMES = ["refund", "exchange", "credit"] as const;

export default function ReturnsPage() {
  return <SectionPage section={returns}>{(loaded) => <ReturnsForm loaded={loaded} />}</SectionPage>;
}

function ReturnsForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const language = useLanguage();
  const settings = useSettings(returns, loaded);
  const locations = useRead(adminListLocations, {});
  const payers = { customer: t("returns.customer"), store: t("returns.store") };
  const yesNo = (value: unknown) => (value ? t("yes") : t("no"));
  const { shown } = settings;
  const spoken = language.slice(0, 2);
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section about={t("returns.help")} title={t("returns.terms")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="accepted" said={yesNo}>
              <Switch {...settings.field("accepted", "checkbox")} />
            </Decided>
            {shown.accepted ? (
              <>
                <div className={classes.pair}>
                  <Decided settings={settings} name="return_days">
                    <NumberInput {...settings.field("return_days")} {...bounds(loaded, "return_days", t)} />
                  </Decided>
                  <Decided settings={settings} name="refund_days">
                    <NumberInput {...settings.field("refund_days")} {...bounds(loaded, "refund_days", t)} />
                  </Decided>
                </div>
                <div className={classes.pair}>
                  <Decided settings={settings} name="claim_days">
                    <NumberInput {...settings.field("claim_days")} {...bounds(loaded, "claim_days", t)} />
                  </Decided>
                  <Decided
                    settings={settings}
                    name="paid_by"
                    said={(value) => payers[value as keyof typeof payers]}
                  >
                    <Select
                      {...settings.field("paid_by")}
                      allowDeselect={false}
                      data={Object.entries(payers).map(([value, label]) => ({ value, label }))}
                    />
                  </Decided>
                </div>
                <Decided
                  settings={settings}
                  name="outcomes"
                  said={(value) =>
                    OUTCOMES.filter((one) => (value as string[]).includes(one))
                      .map((one) => t(`returns.${one}`))
                      .join(", ")
                  }
                >
                  <MultiSelect
                    {...settings.field("outcomes")}
                    data={OUTCOMES.map((value) => ({ value, label: t(`returns.${value}`) }))}
                  />
                </Decided>
                <Decided settings={settings} name="excludes_weighed" said={yesNo}>
                  <Switch {...settings.field("excludes_weighed", "checkbox")} />
                </Decided>
                <Decided settings={settings} name="refunds_shipping" said={yesNo}>
                  <Switch {...settings.field("refunds_shipping", "checkbox")} />
                </Decided>
              </>
            ) : null}
          </div>
        </Section>
        <Section about={t("returns.reasonsHelp")} title={t("returns.reasons")}>
          <ReturnReasons
            reasons={shown.reasons ?? []}
            disabled={!loaded.may_write}
            change={(reasons) => settings.set("reasons", reasons)}
          />
        </Section>
        <Section about={t("returns.howHelp")} title={t("returns.how")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="approves_alone" said={yesNo}>
              <Switch {...settings.field("approves_alone", "checkbox")} />
            </Decided>
            <Decided settings={settings} name="location_id" said={(value) => placeOf(locations.data, value)}>
              <Select
                {...settings.field("location_id")}
                clearable
                data={(locations.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
              />
            </Decided>
            <Decided settings={settings} name="address">
              <Textarea {...settings.field("address")} autosize minRows={2} maxLength={1000} />
            </Decided>
            <Textarea
              label={t("returns.instructions")}
              autosize
              minRows={2}
              maxLength={2000}
              disabled={!loaded.may_write}
              value={shown.instructions?.[spoken] ?? ""}
              onChange={(event) =>
                settings.set("instructions", {
                  ...shown.instructions,
                  [spoken]: event.currentTarget.value,
                })
              }
            />
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}

function placeOf(places: { id: string; name: string }[] | undefined, value: unknown): string {
  return places?.find((one) => one.id === value)?.name ?? "";
}
