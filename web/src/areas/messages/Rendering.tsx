import { Text } from "@mantine/core";
import { useCallback, useEffect, useRef } from "react";
import { UrlTabs } from "@/kit/UrlTabs";
import classes from "./messages.module.css";
import { useMessageWords } from "./words";

interface RenderingProps {
  channel: string;
  subject: string;
  text: string;
  html: string;
}

/** A message as it is read: a letter in a frame, its plain text, or an SMS. */
export function Rendering({ channel, subject, text, html }: RenderingProps) {
  const t = useMessageWords();
  const plain = <pre className={classes.plain}>{text}</pre>;
  if (channel === "sms") return <div className={classes.bubble}>{text}</div>;
  return (
    <>
      <Text fw={650} mb="xs">
        {subject}
      </Text>
      <UrlTabs
        name="as"
        tabs={[
          {
            value: "html",
            label: t("html"),
            panel: <Letter title={subject || t("html")} html={html} />,
          },
          { value: "plain", label: t("plain"), panel: plain },
        ]}
      />
    </>
  );
}

/**
 * A letter in a frame of another origin, which runs nothing of it and reaches nothing of ours. The frame's page has a policy
 * that allows the letter's own styles; it says when it is ready, and takes the letter in.
 */
function Letter({ title, html }: { title: string; html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef(html);
  latest.current = html;
  const give = useCallback(() => frame.current?.contentWindow?.postMessage(latest.current, "*"), []);
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      if (event.source === frame.current?.contentWindow && event.data === "ready") give();
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, [give]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another letter is given anew
  useEffect(() => void give(), [html, give]);
  return (
    <iframe
      ref={frame}
      className={classes.letter}
      title={title}
      src="/letter-frame"
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
    />
  );
}
