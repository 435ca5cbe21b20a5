/**
 * The form of one record: fields in one column, what the API refused beside them and summed at the top, a save bar
 * where the hand is, Ctrl+S, nothing typed lost by leaving, both versions shown when somebody else was faster.
 *
 *     <RecordForm record={record}>
 *       <Section title={t("words")}><TextInput {...record.field("name")} /></Section>
 *     </RecordForm>
 */
import { Alert, Anchor, Button, List } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { useKeys } from "@/app/keys";
import { useKitWords } from "../words";
import { ClashDialog } from "./ClashDialog";
import classes from "./form.module.css";
import { LeaveGuard } from "./LeaveGuard";
import { fieldId, type RecordState } from "./useRecord";

interface RecordFormProps<T extends object> {
  record: RecordState<T>;
  children: ReactNode;
  /** What the button says; `Save` by default. */
  action?: string;
  /** The bar is there from the start, for what does not exist yet. */
  isNew?: boolean;
}

export function RecordForm<T extends object>({
  record,
  children,
  action,
  isNew = false,
}: RecordFormProps<T>) {
  const t = useKitWords();
  const summary = useRef<HTMLDivElement>(null);
  const complaints = Object.entries(record.form.errors).filter(([, said]) => Boolean(said));
  const attempts = useRef(0);

  async function submit(): Promise<void> {
    attempts.current += 1;
    const isSaved = await record.save();
    if (!isSaved) requestAnimationFrame(() => summary.current?.focus());
  }
  useKeys([{ keys: "mod+s", label: t("save"), whileTyping: true, run: () => void submit() }]);
  useEffect(() => {
    if (!record.isDirty) attempts.current = 0;
  }, [record.isDirty]);

  const hasSummary = record.problem !== null || (attempts.current > 0 && complaints.length > 0);
  return (
    <form
      id={record.id}
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void submit();
      }}
    >
      {hasSummary ? (
        <Alert
          color="red"
          role="alert"
          tabIndex={-1}
          ref={summary}
          title={record.problem?.title ?? t("checkFields", { count: complaints.length })}
        >
          {complaints.length > 0 ? (
            <List size="sm">
              {complaints.map(([name, said]) => (
                <List.Item key={name}>
                  <Anchor
                    href={`#${fieldId(record.id, name)}`}
                    size="sm"
                    onClick={(event) => {
                      event.preventDefault();
                      document.getElementById(fieldId(record.id, name))?.focus();
                    }}
                  >
                    {record.labels[name as keyof T] ?? name}
                  </Anchor>
                  : {said}
                </List.Item>
              ))}
            </List>
          ) : null}
          {record.problem?.reference ? (
            <small>{t("reference", { id: record.problem.reference })}</small>
          ) : null}
        </Alert>
      ) : null}
      {children}
      <div className={classes.bar} data-shown={isNew || record.isDirty} inert={!(isNew || record.isDirty)}>
        <span className={classes.state} role="status">
          {record.isDirty ? t("unsaved") : ""}
        </span>
        {record.isDirty ? (
          <Button variant="default" onClick={record.discard} disabled={record.isSaving}>
            {t("discard")}
          </Button>
        ) : null}
        <Button type="submit" loading={record.isSaving}>
          {action ?? t("save")}
        </Button>
      </div>
      <LeaveGuard isOn={record.isDirty && !record.isSaving} />
      {record.clash ? <ClashDialog record={record} clash={record.clash} /> : null}
    </form>
  );
}
