"""Whether pages say what their pictures show: `python3 -m unittest discover notebooks-export`."""

import unittest
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import exported
import run

HERE = Path(__file__).resolve().parent
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Alternatives(HTMLParser):
    """The `alt` of each picture of a page, None where it has none."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.found.append(dict(attributes).get("alt"))


def notebook(metadata):
    picture = new_output("display_data", {"image/png": PIXEL}, metadata=metadata)
    return new_notebook(cells=[new_markdown_cell("# Pictures"), new_code_cell("show()", outputs=[picture])])


class Pictures(unittest.TestCase):
    def tearDown(self):
        plt.close("all")

    def shown(self, *title):
        with mock.patch.object(exported, "display") as display:
            exported.show(*title)
        self.assertEqual(plt.get_fignums(), [])  # or it would be shown again
        return display.call_args.kwargs["metadata"]["image/png"]["alt"]

    def test_of_the_pages_have_the_titles_of_the_charts(self):
        for path in sorted(HERE.glob("[0-9]*.ipynb")):
            with self.subTest(path.name):
                outputs = [output for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", [])]
                titles = [output.metadata["image/png"]["alt"] for output in outputs if "image/png" in output.get("data", {})]
                self.assertTrue(titles and all(titles))
                self.assertEqual(Alternatives(path.with_suffix(".html").read_text(encoding="utf-8")).found, titles)

    def test_without_a_title_fail_the_export(self):
        for metadata in {}, {"image/png": {"width": 1}}, {"image/png": {"alt": ""}}:
            with self.subTest(metadata), self.assertRaisesRegex(run.Undescribed, "cell 1 shows a picture without a title"):
                run.html(notebook(metadata))

    def test_titles_are_escaped(self):
        title = "\"><script>alert('1')</script> & more"
        page = run.html(notebook({"image/png": {"alt": title}}))
        self.assertEqual(Alternatives(page).found, [title])
        self.assertNotIn("<script", page)

    def test_show_takes_the_title_of_the_figure_or_of_its_panels(self):
        plt.subplots()[1].set_title("Speed")
        self.assertEqual(self.shown(), "Speed")
        figure, (left, right) = plt.subplots(1, 2)
        left.set_title("Loss")
        right.set_title("Accuracy", loc="center")
        self.assertEqual(self.shown(), "Loss, Accuracy")
        plt.subplots(1, 2)[1][0].set_title("Loss")
        self.assertEqual(self.shown("Loss and accuracy"), "Loss and accuracy")

    def test_show_refuses_a_chart_without_title(self):
        plt.subplots(1, 2)
        with self.assertRaisesRegex(ValueError, "needs a title"):
            exported.show()


if __name__ == "__main__":
    unittest.main()
