// Histories of persons and the links between their ids.
#include "customer/states/make_states.hpp"
#include "footfall/customer/customer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace footfall::customer {
namespace {

using profile::profile_table;

constexpr auto about_section = "links.about";
constexpr auto link_section = "links";
constexpr auto unlinked_section = "links.unlinked";
constexpr auto move_section = "archived.moves";
constexpr auto stripe_section = "profiles";
constexpr auto user_section = "profiles.users";
constexpr auto entry_section = "profiles.entries";
constexpr auto archived_section = "archived.users";

struct about_links {
  std::uint64_t last_number = 0;
  std::uint64_t remembered = 0;
};

/// What the history keeps of the event's value (see `profile::history_entry`).
std::uint8_t history_value(events::history_type type, const events::event& committed) {
  switch (type) {
    case events::history_type::consumed:
      return static_cast<std::uint8_t>(committed.value < 0 ? 100 : committed.value);
    case events::history_type::rated:
      return static_cast<std::uint8_t>(committed.value < 0 ? 0 : committed.value);
    case events::history_type::owns:
      return static_cast<std::uint8_t>(std::min(committed.quantity, 255U));
    default:
      return 1;
  }
}

void report(const published<customer_settings>& settings, const identity::link_change& change) {
  if (change.unlinked.empty()) return;
  const auto id = settings.load()->id;
  for (const auto& each : change.unlinked)
    spdlog::warn(
        "customer {}: the user with hash {} is not linked with others any more: {}; "
        "GET /admin/customers/{}/links lists such users",
        id, events::to_text(each.user),
        each.placeholder ? "its id is a placeholder" : "too many logins from or to it within a week", id);
}

class histories_cut final : public row_cut {
 public:
  explicit histories_cut(profile::linked_profiles& of) : of_(of), moves_(of.table().pending_moves()) {
    of_.begin_save();
  }
  ~histories_cut() override { of_.end_save(); }

  // A login must wait while they are copied, or keep a copy itself.
  void prepare() override { links_ = of_.save_links(); }

  void write(section_writer& to, const std::function<bool()>& go_on) override {
    to.append_one(about_section, about_links{links_.last_number, links_.remembered});
    to.append(link_section, links_.links);
    to.append(unlinked_section, links_.unlinked_users);
    links_ = {};
    to.append(move_section, moves_);
    profile::saved_profiles share;
    for (std::uint32_t part = 0; part < profile_table::stripe_count && !to.failed() && go_on(); ++part) {
      of_.save(part, share);
      if (share.users.empty() && share.archived.empty()) continue;
      to.append_one(stripe_section, share.random_state, part);
      to.append(user_section, share.users, part);
      to.append(entry_section, share.entries, part);
      to.append(archived_section, share.archived, part);
    }
  }

 private:
  profile::linked_profiles& of_;
  const std::vector<profile::pending_move> moves_;
  identity::saved_links links_;
};

profile::history_bounds bounds_of(const customer_settings& settings) {
  return {.items = settings.history_items, .session_s = settings.session_minutes * 60};
}

class histories final : public derived_state_of<profile::linked_profiles> {
 public:
  using derived_state_of::derived_state_of;

  void apply(const fold_event& event) override {
    if (event.kind == nullptr || events::is_of_nobody(event.committed)) return;
    const auto& committed = event.committed;
    switch (event.kind->effect) {
      case events::event_effect::nothing:
        return;
      case events::event_effect::links:
        if (event.link) link(event);
        return;
      case events::event_effect::unlinks:
        if (event.link) value.unlink(event.link->source, event.link->target);
        return;
      case events::event_effect::allows:
        value.allow(committed.user);
        return;
      case events::event_effect::removes:
        if (event.item) value.remove(committed.user, *event.item, event.kind->history, event.time_s());
        return;
      case events::event_effect::adds:
        if (event.item)
          value.apply(committed.user,
                      {*event.item, event.time_s(), event.kind->history,
                       history_value(event.kind->history, committed)},
                      committed.time_ms);
    }
  }

  void forget(const user_key& user) override { value.forget(user); }

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<histories_cut>(value); }

  // Links and what waits for the archive, then each share of the histories.
  [[nodiscard]] std::size_t load_steps() const override { return profile_table::stripe_count + 1; }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t step) override {
    return step == 0 ? load_links(from) : load_share(from, static_cast<std::uint32_t>(step - 1));
  }

  [[nodiscard]] std::uint64_t settings_digest(const customer_settings& settings) const override {
    const auto [items, session_s] = bounds_of(settings);
    return std::uint64_t{settings.linked_users_max} << 48U | std::uint64_t{session_s} << 16U | items;
  }

  void change_settings(const customer_settings& settings) override {
    value.table().set_bounds(bounds_of(settings));
  }

  void figures(figure_sink& to) const override {
    const auto& table = value.table();
    const auto bytes = table.bytes();
    to.gauge("footfall_users_in_memory", "Users with a history in memory", value.size());
    to.gauge("footfall_user_links", "Logins that link a user id with an account", value.links());
    to.gauge("footfall_users_not_linked",
             "User ids that are not linked: placeholders, and those with too many others",
             value.unlinked_count());
    to.gauge("footfall_archived_users", "Users whose histories may be in the archive", table.archived());
    to.gauge("footfall_history_bytes", "Memory of the histories", bytes);
    to.memory("histories", bytes);
    to.memory("links", value.links_bytes());
  }

 private:
  void link(const fold_event& event) {
    const auto& said = *event.link;
    const auto time_ms = event.committed.time_ms;
    if (said.source_is_placeholder) report(event.settings, value.refuse(said.source, time_ms));
    if (said.target_is_placeholder) report(event.settings, value.refuse(said.target, time_ms));
    report(event.settings,
           value.link(said.source, said.target, time_ms, event.settings.load()->linked_users_max));
  }

  [[nodiscard]] result<void> load_links(const section_reader& from) {
    const auto about = from.read_one<about_links>(about_section);
    if (!about) return about.error();
    identity::saved_links links{{}, {}, about->last_number, about->remembered};
    if (auto done = from.read_into(links.links, link_section); !done) return done;
    if (auto done = from.read_into(links.unlinked_users, unlinked_section); !done) return done;
    auto moves = from.read<profile::pending_move>(move_section);
    if (!moves) return moves.error();
    value.table().load_pending(*moves);
    return value.load_links(links);
  }

  [[nodiscard]] result<void> load_share(const section_reader& from, std::uint32_t part) {
    if (!from.holds(stripe_section, part)) return {};
    const auto random_state = from.read_one<std::uint64_t>(stripe_section, part);
    if (!random_state) return random_state.error();
    profile::saved_profiles share;
    share.random_state = *random_state;
    if (auto done = from.read_into(share.users, user_section, part); !done) return done;
    if (auto done = from.read_into(share.entries, entry_section, part); !done) return done;
    if (auto done = from.read_into(share.archived, archived_section, part); !done) return done;
    return value.load(part, share, from.items_end, from.since_s);
  }
};

}  // namespace

made_state make_histories(const customer_settings& settings, const profile::profile_settings& bounds) {
  auto own = bounds;
  own.histories = bounds_of(settings);
  return std::make_unique<histories>(own);
}

}  // namespace footfall::customer
