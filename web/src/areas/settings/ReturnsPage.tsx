import { NumberInput, Select, Switch } from "@mantine/core";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section } from "@/kit/Section";
import { Decided } from "./parts/Decided";
import { bounds } from "./parts/limits";
import classes from "./parts/parts.module.css";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, returns } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof returns.get>>["value"];

export default function ReturnsPage() {
  return <SectionPage section={returns}>{(loaded) => <ReturnsForm loaded={loaded} />}</SectionPage>;
}

function ReturnsForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(returns, loaded);
  const payers = { customer: t("returns.customer"), store: t("returns.store") };
  return (
    <RecordForm record={settings.record}>
      <Section about={t("returns.help")} title={t("returns.terms")}>
        <div className={classes.fields}>
          <Decided settings={settings} name="accepted" said={(value) => (value ? t("yes") : t("no"))}>
            <Switch {...settings.field("accepted", "checkbox")} />
          </Decided>
          {settings.shown.accepted ? (
            <>
              <div className={classes.pair}>
                <Decided settings={settings} name="return_days">
                  <NumberInput {...settings.field("return_days")} {...bounds(loaded, "return_days", t)} />
                </Decided>
                <Decided settings={settings} name="refund_days">
                  <NumberInput {...settings.field("refund_days")} {...bounds(loaded, "refund_days", t)} />
                </Decided>
              </div>
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
            </>
          ) : null}
        </div>
      </Section>
    </RecordForm>
  );
}
