"""
Pages that are about nobody: nothing is logged when they are shown (refusals are).

Every other page must say whom it is about (`note_reading`), or it is refused. So a page that is forgotten
here or there is missed at once, by its developer, and never by the log.
"""

ABOUT_NOBODY: dict[str, str] = {
    "accessibility": "a statement for everybody",
    "set_language": "the reader's own choice",
    "account_login": "signing in",
    "account_logout": "signing out",
    "account_inactive": "a closed account",
    "account_reauthenticate": "the reader's own account",
    "account_change_password": "the reader's own account",
    "confirmed": "who sits there, asked once more",
    "mfa_index": "the reader's own account",
    "mfa_authenticate": "signing in",
    "mfa_reauthenticate": "the reader's own account",
    "mfa_activate_totp": "the reader's own account",
    "mfa_deactivate_totp": "the reader's own account",
    "mfa_view_recovery_codes": "the reader's own account",
    "mfa_generate_recovery_codes": "the reader's own account",
    "mfa_reauthenticate_webauthn": "the reader's own account",
    "mfa_add_webauthn": "the reader's own account",
    "mfa_edit_webauthn": "the reader's own account",
    "mfa_remove_webauthn": "the reader's own account",
    "mfa_list_webauthn": "the reader's own account",
    "mfa_login_webauthn": "signing in",
    "account_sessions": "where the reader is signed in",
    "account_end_session": "the reader's own session",
    "account_end_other_sessions": "the reader's own sessions",
    "openid_connect_login": "signing in",
    "openid_connect_callback": "signing in",
    "cases:data_protection": "counts of what waits",
    "cases:retention_list": "rules",
    "cases:retention_add": "a rule",
    "cases:retention_end": "a rule",
    "cases:disposal_list": "records of disposals, which name nobody",
    "cases:record_of_processing": "a description of tables",
    "cases:controller_edit": "the employer as controller",
    "reports:absence_trend": "protected figures of groups",
    "reports:employers": "protected figures of employers",
    "reports:progress_report": "protected figures of a project",
}

# Reference data, users and roles: no staff, no case. What is changed there stands in the change history.
PARTS_ABOUT_NOBODY = ("admin:",)


def is_about_nobody(route: str) -> bool:
    """Whether pages of this view name show no person."""
    return route in ABOUT_NOBODY or route.startswith(PARTS_ABOUT_NOBODY)
