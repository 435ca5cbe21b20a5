/** Formatted text: paragraphs, headings, lists, emphasis, links; what a page of the shop may show. Import it lazily. */
import "@mantine/tiptap/styles.layer.css";
import { Link, RichTextEditor } from "@mantine/tiptap";
import { useEditor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect } from "react";
import classes from "./rich.module.css";

interface RichTextProps {
  label: string;
  value: string;
  change: (html: string) => void;
  isReadOnly?: boolean;
}

export default function RichText({ label, value, change, isReadOnly = false }: RichTextProps) {
  const editor = useEditor({
    extensions: [StarterKit.configure({ link: false, heading: { levels: [2, 3] } }), Link],
    content: value,
    editable: !isReadOnly,
    shouldRerenderOnTransaction: true,
    // the console allows no styles but its own files: `rich.module.css` has what the editor needs
    injectCSS: false,
    editorProps: { attributes: { "aria-label": label, role: "textbox", "aria-multiline": "true" } },
    onUpdate: ({ editor: now }) => change(now.isEmpty ? "" : now.getHTML()),
  });
  // somebody else's text came, or what was typed is discarded
  useEffect(() => {
    if (editor === null || editor.isDestroyed || editor.isFocused) return;
    if (normal(editor.getHTML()) !== normal(value)) editor.commands.setContent(value, { emitUpdate: false });
  }, [editor, value]);
  return (
    <RichTextEditor editor={editor} classNames={{ content: classes.content ?? "" }}>
      {isReadOnly ? null : (
        <RichTextEditor.Toolbar>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Bold />
            <RichTextEditor.Italic />
            <RichTextEditor.ClearFormatting />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.H2 />
            <RichTextEditor.H3 />
            <RichTextEditor.BulletList />
            <RichTextEditor.OrderedList />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Link />
            <RichTextEditor.Unlink />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Undo />
            <RichTextEditor.Redo />
          </RichTextEditor.ControlsGroup>
        </RichTextEditor.Toolbar>
      )}
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}

function normal(html: string): string {
  return html === "<p></p>" ? "" : html;
}
