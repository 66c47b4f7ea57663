"""The pages of the application, one module a topic."""

from __future__ import annotations

from webapp.pages import (
    appearance,
    attendance,
    campaigns,
    columns,
    confirmation,
    convocations,
    drafts,
    files,
    me,
    openid,
    people,
    plan,
    preferences,
    public,
    second_factor,
    sign_in,
    traces,
    wish_versions,
    wishes,
)

TOPICS = (
    sign_in,
    openid,
    preferences,
    second_factor,
    confirmation,
    me,
    people,
    traces,
    appearance,
    campaigns,
    drafts,
    plan,
    public,
    convocations,
    attendance,
    files,
    columns,
    wishes,
    wish_versions,
)
