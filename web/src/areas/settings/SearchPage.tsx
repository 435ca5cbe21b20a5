import { NumberInput, Select, Switch } from "@mantine/core";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { Decided } from "./parts/Decided";
import classes from "./parts/parts.module.css";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, search } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof search.get>>["value"];

export default function SearchPage() {
  return <SectionPage section={search}>{(loaded) => <SearchForm loaded={loaded} />}</SectionPage>;
}

function SearchForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(search, loaded);
  const places = {
    as_found: t("search.as_found"),
    lower: t("search.lower"),
    last: t("search.last"),
  };
  const yesNo = (value: unknown) => (value ? t("yes") : t("no"));
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section title={t("search.order")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="sales_weight">
              <NumberInput
                {...settings.field("sales_weight")}
                description={t("search.salesHelp")}
                min={0}
                max={10}
                w={240}
              />
            </Decided>
            <Decided
              settings={settings}
              name="sold_out"
              said={(value) => places[value as keyof typeof places]}
            >
              <Select
                {...settings.field("sold_out")}
                allowDeselect={false}
                data={Object.entries(places).map(([value, label]) => ({ value, label }))}
              />
            </Decided>
          </div>
        </Section>
        <Section title={t("search.typing")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="forgives_typing" said={yesNo}>
              <Switch
                {...settings.field("forgives_typing", "checkbox")}
                description={t("search.forgivesHelp")}
              />
            </Decided>
          </div>
        </Section>
        <Section title={t("search.report")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="counts_searches" said={yesNo}>
              <Switch
                {...settings.field("counts_searches", "checkbox")}
                description={t("search.countsHelp")}
              />
            </Decided>
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}
