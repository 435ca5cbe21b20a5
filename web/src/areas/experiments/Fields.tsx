import {
  Group,
  NumberInput,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useMe } from "@/app/may";
import type { RecordState } from "@/kit/form/useRecord";
import { Section, Sections } from "@/kit/Section";
import classes from "./experiments.module.css";
import { Guards } from "./Guards";
import { KINDS, type Kind, measuresOf } from "./states";
import { VariantsEditor } from "./VariantsEditor";
import type { Values } from "./values";
import { useExperimentWords } from "./words";

interface FieldsProps {
  record: RecordState<Values>;
  isNew?: boolean;
  /** What the figures rest on stays. */
  hasBegun?: boolean;
}

export function Fields({ record, isNew = false, hasBegun = false }: FieldsProps) {
  const t = useExperimentWords();
  const { stores } = useMe();
  const { values } = record;
  const measures = measuresOf(values.kind);
  const choose = (kind: Kind) => {
    record.set("kind", kind);
    if (!measuresOf(kind).includes(values.measure)) record.set("measure", "conversion");
  };
  return (
    <Sections>
      <Section title={t("step1")}>
        <Stack>
          <TextInput {...record.field("name")} required maxLength={120} />
          <Textarea
            {...record.field("hypothesis")}
            description={t("hypothesisHelp")}
            autosize
            minRows={2}
            maxLength={1000}
          />
          {stores.length > 1 ? (
            <Select
              {...record.field("store")}
              data={stores.map((store) => ({ value: store.id, label: store.name }))}
              allowDeselect={false}
              disabled={hasBegun || !isNew}
            />
          ) : null}
          <Radio.Group
            {...record.field("kind")}
            value={values.kind}
            onChange={(kind) => choose(kind as Kind)}
            description={t("kindHelp")}
          >
            <div className={classes.choices}>
              {KINDS.map((kind) => (
                <Radio.Card key={kind} value={kind} className={classes.choice} disabled={hasBegun}>
                  <Group wrap="nowrap" align="flex-start" gap="sm">
                    <Radio.Indicator disabled={hasBegun} />
                    <div>
                      <Text size="sm" fw={550}>
                        {t(kind)}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {t(`${kind}Help`)}
                      </Text>
                    </div>
                  </Group>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        </Stack>
      </Section>
      <Section title={t("step2")} about={t("step2Help")}>
        <VariantsEditor record={record} isFixed={hasBegun} />
      </Section>
      <Section title={t("step3")}>
        <Stack>
          <Select
            {...record.field("measure")}
            description={t("measureHelp")}
            data={measures.map((value) => ({ value, label: t(value) }))}
            allowDeselect={false}
            disabled={hasBegun}
          />
          <NumberInput
            {...record.field("least")}
            description={t("leastHelp")}
            min={1}
            max={100}
            allowDecimal={false}
            suffix=" %"
            disabled={hasBegun}
            maw={320}
          />
          <Guards guards={values.guards} change={(guards) => record.set("guards", guards)} />
        </Stack>
      </Section>
      <Section title={t("step4")}>
        <Stack>
          <NumberInput
            {...record.field("audience")}
            description={t("audienceHelp")}
            min={0.01}
            max={100}
            decimalScale={2}
            suffix=" %"
            disabled={hasBegun}
            maw={320}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              type="datetime-local"
              {...record.field("starts")}
              description={t("startsHelp")}
              disabled={hasBegun}
            />
            <TextInput type="datetime-local" {...record.field("ends")} description={t("endsHelp")} />
          </SimpleGrid>
        </Stack>
      </Section>
    </Sections>
  );
}
