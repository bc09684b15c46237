"""What people fill in: an invitation, a name with a password, another role."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cohorts import names, naming
from cohorts.actions import NameTaken, NameUnfit
from cohorts.models import Role, Staff
from cohorts.roles import looks_after


def no_such_name(refused: NameTaken | NameUnfit) -> str:
    """Say why somebody of staff cannot have this room name."""
    if isinstance(refused, NameTaken):
        return gettext("Somebody here has a name like that. Please give another one, so that nobody is mixed up.")
    if refused.why == naming.Why.FULL:
        return gettext("This looks like a full name. Please give a first name alone, or a made-up one.")
    return gettext("A room name has 1 to %(longest)d letters.") % {"longest": names.LONGEST}


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Room name"), max_length=names.LONGEST, required=False,
        help_text=_("A first name or a made-up one, never a full name. They can change it."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, by: Staff, *args: Any, **kwargs: Any) -> None:
        """Offer the roles that `by` may give."""
        super().__init__(*args, **kwargs)
        offered = looks_after(by.role)
        choices = [(role.value, role.label) for role in Role if role in offered]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=choices)


class RoleForm(forms.Form):
    """Another role for somebody."""

    role = forms.ChoiceField(label=_("New role"))

    def __init__(self, by: Staff, whom: Staff, *args: Any, **kwargs: Any) -> None:
        """Offer the roles that `by` may give; theirs is chosen."""
        super().__init__(*args, **kwargs)
        offered = looks_after(by.role)
        choices = [(role.value, role.label) for role in Role if role in offered]
        self.fields["role"] = forms.ChoiceField(label=_("New role"), choices=choices, initial=whom.role)


class SupervisorForm(forms.Form):
    """Who reads how somebody says that they are."""

    supervisor = forms.ChoiceField(label=_("Supervisor"), required=False)

    def __init__(self, whom: Staff, *args: Any, **kwargs: Any) -> None:
        """Offer everybody else of the same house who can come in, and whom they have."""
        super().__init__(*args, **kwargs)
        able = Staff.objects.ready() | Staff.objects.here().filter(supervises=whom)
        others = able.filter(demo=whom.demo).exclude(pk=whom.pk).order_by("name", "pk").distinct()
        choices = [("", _("Nobody")), *((one.public_id, one.name) for one in others)]
        chosen = whom.supervisor.public_id if whom.supervisor else ""
        self.fields["supervisor"] = forms.ChoiceField(
            label=_("Supervisor"), choices=choices, initial=chosen, required=False,
            help_text=_("After an evening they may say to this person how they are. Nobody else reads it."),
        )  # fmt: skip


class SetUpForm(forms.Form):
    """The first page of an invitation: the name shown in rooms, and a password."""

    name = forms.CharField(
        label=_("Name shown in rooms"), max_length=names.LONGEST,
        help_text=_("A first name or a made-up one, never your full name. Young people see it beside what you say."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip
    password1 = SetPasswordField(
        label=_("Password"),
        help_text=_("At least 12 characters. Not a common one, not only digits, not like your name."),
    )
    password2 = PasswordField(label=_("The same password again"), autocomplete="new-password")

    def __init__(self, whom: Staff, *args: Any, **kwargs: Any) -> None:
        """`whom` is who the password is for; it may not be like their name or email."""
        super().__init__(*args, **kwargs)
        self.whom = whom
        password = self.fields["password1"]
        if isinstance(password, SetPasswordField):
            password.user = whom
        for each in self.fields.values():
            each.widget.attrs.pop("placeholder", None)

    def clean_name(self) -> str:
        """The name as it will be shown."""
        self.whom.name = names.tidy(str(self.cleaned_data["name"]))
        if not self.whom.name:
            raise ValidationError(_("Please give a name."))
        return self.whom.name

    def clean(self) -> dict[str, Any]:
        """Both passwords are one."""
        cleaned = super().clean() or {}
        if cleaned.get("password1") and cleaned.get("password1") != cleaned.get("password2"):
            self.add_error("password2", _("The two passwords are not the same."))
        return cleaned
