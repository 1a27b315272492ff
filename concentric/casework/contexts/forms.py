"""Forms of the contexts register."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import LINE, SHORT
from concentric.casework.contexts.models import Context
from concentric.casework.contexts.names import fold
from concentric.casework.contexts.queries import visible_contexts
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import CONTEXTS
from concentric.web import forms

KINDS = [(c.key.value, c.instance_name.capitalize()) for c in CONTEXTS if c.instance_name]


class FindForm(forms.Form):
    """What the register's page is asked for. Anything else is ignored."""

    kind = forms.ChoiceField(label="Kind", choices=[("", "Every kind"), *KINDS], required=False)
    text = forms.CharField(label="Name", max_length=SHORT, required=False)


class NameForm(forms.Form):
    name = forms.CharField(label="Name", max_length=SHORT)
    detail = forms.CharField(
        label="What helps people recognise it",
        max_length=LINE,
        required=False,
        help_text="For example the area or the street. Nothing about a young person.",
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not fold(name):
            raise forms.ValidationError("Enter a name with letters or numbers in it")
        return name


class AddForm(NameForm):
    field_order = ("kind", "name", "detail")
    kind = forms.ChoiceField(label="Kind", choices=KINDS, widget=forms.RadioSelect)


class NameChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A context, shown with its detail."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.detail})" if obj.detail else str(obj.name)


class MergeForm(forms.Form):
    into = NameChoice(label="The name to keep", queryset=Context.objects.none(), empty_label="Choose one")

    def __init__(self, *args: Any, viewer: Viewer, context: Context, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = visible_contexts(viewer).filter(kind=context.kind, merged_into=None).exclude(pk=context.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
