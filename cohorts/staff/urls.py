"""Where staff sign in and out, set up how, and look after one another. allauth's views under our own addresses.

Only what is named here exists: no signing up, no changing of emails, no signing in by a link or by a passkey alone.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from cohorts.staff import door, invitation, mine, one, people
from cohorts.staff.gate import own_account
from cohorts.staff.last import not_the_last

of_staff = [
    path("door/", door.door, name="door"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("people/", people.people, name="list"),
    path("people/invite/", people.invite_somebody, name="invite"),
    path("people/invitations/<slug:public_id>/again/", one.again, name="again"),
    path("people/invitations/<slug:public_id>/withdraw/", one.withdraw, name="withdraw"),
    path("people/<slug:public_id>/", one.one, name="one"),
    path("people/<slug:public_id>/role/", one.role, name="role"),
    path("people/<slug:public_id>/supervisor/", one.supervisor, name="supervisor"),
    path("people/<slug:public_id>/end/", one.end, name="end"),
    path("people/<slug:public_id>/anew/", one.anew, name="anew"),
    path("people/<slug:public_id>/leave/", one.leave, name="leave"),
]
of_one = [
    path("", mine.mine, name="mine"),
    path("sign-ins/others/end/", mine.end_others, name="end_others"),
    path("sign-ins/<slug:public_id>/end/", mine.end_one, name="end_one"),
]
signing_in = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-step/", factors.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("gone/", account.account_inactive, name="account_inactive"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
own = [
    path("password/", own_account(account.password_change), name="account_change_password"),
    path("password/set/", own_account(account.password_set), name="account_set_password"),
    path("confirm/", own_account(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", own_account(factors.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/passkey/", own_account(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("second-step/", own_account(factors.index), name="mfa_index"),
    path("second-step/app/", own_account(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", own_account(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/passkeys/", own_account(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("second-step/passkeys/add/", own_account(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "second-step/passkeys/<int:pk>/remove/",
        own_account(not_the_last(passkeys.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path("second-step/passkeys/<int:pk>/", own_account(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("second-step/codes/", own_account(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", own_account(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]

urlpatterns = [
    path("staff/", include((of_staff, "staff"))),
    path("staff/account/", include((of_one, "account"))),
    path("staff/", include(signing_in)),
    path("staff/", include(own)),
]
