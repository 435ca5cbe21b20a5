import { Alert, Button, SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { call } from "@/api/call";
import { adminConfirmTexts, adminGetLanguages, adminWriteTexts } from "@/api/generated/sdk.gen";
import type { ThingTexts, TranslatedText } from "@/api/generated/types.gen";
import { asProblem, type Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./languages.module.css";
import { fieldName } from "./naming";
import { useLanguageWords } from "./words";

const TONES: Record<TranslatedText["state"], Tone> = {
  missing: "quiet",
  translated: "good",
  outdated: "warn",
};
/** Below so many characters nobody is told how many are left. */
const NEAR = 0.8;

interface TextPairProps {
  thing: ThingTexts;
  text: TranslatedText;
  isFirst: boolean;
  reload: () => void;
}

/** The original on the left, its translation on the right, saved when it is left. */
export function TextPair({ thing, text: given, isFirst, reload }: TextPairProps) {
  const t = useLanguageWords();
  const id = useId();
  const [text, setText] = useState(given);
  const [typed, setTyped] = useState(given.text);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const seen = useRef(given.seen);
  useEffect(() => {
    if (seen.current === given.seen) return;
    seen.current = given.seen;
    setText(given);
    setTyped(given.text);
    setProblem(null);
  }, [given]);
  const path = { language: thing.locale, kind: thing.kind, thing: thing.id };
  const take = (answer: ThingTexts) => {
    const now = answer.texts.find((one) => one.field === text.field);
    if (now) {
      seen.current = now.seen;
      setText(now);
      setTyped(now.text);
    }
    setProblem(null);
    refresh(adminGetLanguages);
  };
  const save = async (): Promise<boolean> => {
    if (typed === text.text || isSaving) return typed === text.text;
    setSaving(true);
    try {
      const body = { texts: { [text.field]: { text: typed, seen: text.seen } } };
      take(await call(adminWriteTexts, { path, body }));
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setSaving(false);
    }
  };
  const confirm = async () => {
    try {
      take(await call(adminConfirmTexts, { path, body: { fields: [text.field] } }));
    } catch (error) {
      tellProblem(asProblem(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const here = event.currentTarget;
    void save().then((isDone) => {
      if (isDone) following(here)?.focus();
    });
  };
  const name = fieldName(t, text.field);
  const left = text.most - typed.length;
  const isLong = text.format !== "line" && text.format !== "slug";
  const field = {
    id,
    "data-translation": true,
    value: typed,
    lang: thing.locale,
    dir: text.format === "slug" ? ("ltr" as const) : (thing.direction as "ltr" | "rtl"),
    "aria-label": name,
    error: problem ? messageOf(problem) : left < 0 ? t("over", { count: -left }) : null,
    disabled: isSaving,
    onBlur: () => void save(),
    onKeyDown,
    ...(text.format === "slug" ? { placeholder: text.source, description: t("slugHelp") } : {}),
    ...(isFirst ? { "data-autofocus": true } : {}),
  };
  return (
    <div className={classes.pair}>
      <div>
        <Text component="label" htmlFor={id} fw={550} display="block" mb={6}>
          {name}
        </Text>
        <Source text={text} thing={thing} />
      </div>
      <div>
        <Text fw={550} mb={6} aria-hidden visibleFrom="sm">
          &nbsp;
        </Text>
        {isLong ? (
          <Textarea
            {...field}
            autosize
            minRows={3}
            maxRows={18}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : (
          <TextInput {...field} onChange={(event) => setTyped(event.currentTarget.value)} />
        )}
        <div className={classes.foot}>
          {text.format === "slug" ? null : (
            <StatusBadge tone={TONES[text.state]}>{t(`state_${text.state}`)}</StatusBadge>
          )}
          {text.state === "outdated" ? (
            <>
              <Text size="sm" c="dimmed">
                {t("confirmHelp")}
              </Text>
              <Button size="xs" variant="default" onClick={() => void confirm()}>
                {t("confirm")}
              </Button>
            </>
          ) : null}
          {text.by && text.at ? (
            <Text size="sm" c="dimmed">
              {text.by} · <When at={text.at} />
            </Text>
          ) : null}
          {left >= 0 && typed.length > text.most * NEAR ? (
            <Text size="sm" c="dimmed">
              {t("left", { count: left })}
            </Text>
          ) : null}
        </div>
        {problem && problem.status === 412 ? (
          <Alert color="orange" mt={8}>
            <Button size="xs" variant="default" onClick={reload}>
              {t("load")}
            </Button>
          </Alert>
        ) : null}
      </div>
    </div>
  );
}

function Source({ text, thing }: { text: TranslatedText; thing: ThingTexts }) {
  const t = useLanguageWords();
  const [isRaw, setRaw] = useState(false);
  if (text.format !== "html") {
    return (
      <p className={classes.source} lang={thing.source_locale} dir="auto">
        {text.source}
      </p>
    );
  }
  return (
    <>
      <p className={classes.source} lang={thing.source_locale} dir="auto">
        {isRaw ? text.source : plain(text.source)}
      </p>
      <SegmentedControl
        size="xs"
        mt={6}
        value={isRaw ? "raw" : "plain"}
        onChange={(value) => setRaw(value === "raw")}
        data={[
          { value: "plain", label: t("preview") },
          { value: "raw", label: t("source") },
        ]}
        aria-label={fieldName(t, text.field)}
      />
    </>
  );
}

/** What HTML says, a paragraph a line. Nothing of it is run: it is parsed into a document that nobody shows. */
function plain(html: string): string {
  const parsed = new DOMParser().parseFromString(html.replace(/<\/(p|li|h\d)>/g, "\n"), "text/html");
  return (parsed.body.textContent ?? "").trim();
}

function messageOf(problem: Problem): string {
  return Object.values(problem.fields)[0] ?? problem.title;
}

/** The field of the next text, for who goes on with the keyboard. */
function following(here: HTMLElement): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>("[data-translation]")];
  return all[all.indexOf(here) + 1];
}
