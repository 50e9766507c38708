// Which sections of a state file a history is: columns of sessions for each type of event, users, links.
#include "footfall/customer/saved_histories.hpp"

#include "footfall/events/event_kinds.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace footfall::customer {
namespace {

using state::section_id;
using state::state_reader;
using state::state_writer;

// What is written between two looks whether to go on.
constexpr std::size_t records_per_piece = std::size_t{1} << 20U;

struct about_history {
  std::uint64_t place = 0;
  std::uint64_t log_place = 0;
  std::array<std::uint64_t, 2> branch{};
  std::uint64_t linked_users_max = 0;
  std::uint64_t newest_s = 0;
  std::uint64_t gap_s = 0;
  std::uint64_t kept_since_s = 0;
  std::uint64_t transfers = 0;
  std::uint64_t last_link = 0;
  std::uint64_t remembered_links = 0;
};
static_assert(std::has_unique_object_representations_v<about_history>);

struct about_sessions {
  std::uint32_t numbered_sessions = 0;
  std::uint32_t numbered_owners = 0;
};

constexpr auto history_section = saved_histories::section_names;
constexpr auto user_section = "history.users";
constexpr auto number_section = "history.numbers";
constexpr auto link_section = "history.links";
constexpr auto unlinked_section = "history.unlinked";
// One part for each type of event.
constexpr auto type_section = "history.type";
constexpr auto offset_section = "history.offsets";
constexpr auto item_section = "history.items";
constexpr auto time_section = "history.times";
constexpr auto quantity_section = "history.amounts";
constexpr auto owner_section = "history.owners";
constexpr auto other_section = "history.others";
constexpr auto other_user_section = "history.who";

/// In pieces.
template <class T>
void write(state_writer& to, const section_id& which, std::span<const T> records,
           const std::function<bool()>& go_on) {
  while (!records.empty() && !to.failed() && go_on()) {
    const auto piece = records.first(std::min(records.size(), records_per_piece));
    to.append(which, piece);
    records = records.subspan(piece.size());
  }
}

/// What `part` makes of each user, in the order of the table: loading it in that order is quick.
template <class Part>
void write_users(state_writer& to, const section_id& which, const model::event_history& history,
                 const Part& part) {
  using record = decltype(part(user_key{}, model::owner_number{}));
  std::vector<record> some;
  some.reserve(4096);
  const auto write_some = [&] {
    to.append(which, std::span<const record>(some));
    some.clear();
  };
  history.visit_users([&](const user_key& user, model::owner_number number) {
    some.push_back(part(user, number));
    if (some.size() == some.capacity()) write_some();
  });
  if (!some.empty()) write_some();
}

void write_type(state_writer& to, customer_number of, events::event_type type,
                const model::session_book& book, const std::function<bool()>& go_on) {
  const auto saved = book.save();
  const auto section = [&](const char* name) {
    return section_id(name, of.value, static_cast<std::uint32_t>(type));
  };
  const about_sessions about{saved.numbered_sessions, saved.numbered_owners};
  to.append(section(type_section), std::span(&about, 1));
  write(to, section(offset_section), saved.offsets, go_on);
  write(to, section(item_section), saved.items, go_on);
  write(to, section(time_section), saved.times_s, go_on);
  write(to, section(quantity_section), saved.quantities, go_on);
  write(to, section(owner_section), saved.owners, go_on);
  write(to, section(other_section), std::span(saved.others.sessions), go_on);
  write(to, section(other_user_section), std::span(saved.others.users), go_on);
}

result<model::saved_sessions<std::vector<std::uint32_t>>> read_type(const state_reader& from,
                                                                    customer_number of,
                                                                    events::event_type type) {
  const auto section = [&](const char* name) {
    return section_id(name, of.value, static_cast<std::uint32_t>(type));
  };
  model::saved_sessions<std::vector<std::uint32_t>> sessions;
  const std::pair<const char*, std::vector<std::uint32_t>*> columns[] = {
      {offset_section, &sessions.offsets},
      {item_section, &sessions.items},
      {time_section, &sessions.times_s},
      {quantity_section, &sessions.quantities},
      {owner_section, &sessions.owners},
      {other_section, &sessions.others.sessions},
      {other_user_section, &sessions.others.users},
  };
  for (const auto& [name, column] : columns) {
    auto records = from.read<std::uint32_t>(section(name));
    if (!records) return records.error();
    *column = std::move(*records);
  }
  const auto about = from.read_one<about_sessions>(section(type_section));
  if (!about) return about.error();
  sessions.numbered_sessions = about->numbered_sessions;
  sessions.numbered_owners = about->numbered_owners;
  return sessions;
}

result<void> read_users(const state_reader& from, customer_number of, const about_history& about,
                        model::saved_history& into) {
  auto users = from.read<user_key>(section_id(user_section, of.value));
  if (!users) return users.error();
  auto numbers = from.read<std::uint32_t>(section_id(number_section, of.value));
  if (!numbers) return numbers.error();
  auto links = from.read<identity::user_link>(section_id(link_section, of.value));
  if (!links) return links.error();
  auto unlinked = from.read<identity::saved_links::unlinked>(section_id(unlinked_section, of.value));
  if (!unlinked) return unlinked.error();
  into.users = std::move(*users);
  into.numbers = std::move(*numbers);
  into.links = {std::move(*links), std::move(*unlinked), about.last_link, about.remembered_links};
  return {};
}

}  // namespace

void write_history(state_writer& to, customer_number of, const model::event_history& history,
                   const history_place& place, const store::log_mark& log,
                   const std::function<bool()>& go_on) {
  for (const auto type : history.types()) write_type(to, of, type, history.book(type), go_on);
  write_users(to, section_id(user_section, of.value), history,
              [](const user_key& user, model::owner_number) { return user; });
  write_users(to, section_id(number_section, of.value), history,
              [](const user_key&, model::owner_number number) { return number; });
  const auto links = history.save_links();
  write(to, section_id(link_section, of.value), std::span(links.links), go_on);
  write(to, section_id(unlinked_section, of.value), std::span(links.unlinked_users), go_on);
  const about_history about{.place = place.place.position,
                            .log_place = log.place.position,
                            .branch = log.branch,
                            .linked_users_max = place.linked_users_max,
                            .newest_s = history.newest_s(),
                            .gap_s = history.gap_s(),
                            .kept_since_s = place.kept_since_s,
                            .transfers = place.transfers,
                            .last_link = links.last_number,
                            .remembered_links = links.remembered};
  to.append(section_id(history_section, of.value), std::span(&about, 1));
}

saved_histories::saved_histories(std::shared_ptr<const state_reader> file,
                                 std::span<const customer_directory::pointer> customers)
    : file_(std::move(file)) {
  for (const auto& owner : customers) {
    const section_id which(history_section, owner->number.value);
    if (!file_->holds(which)) continue;
    const auto about = file_->read_one<about_history>(which);
    if (!about) {
      spdlog::warn("{}: the history of customer {} comes back from the log", about.error().detail(),
                   owner->settings.load()->id);
      continue;
    }
    found_[owner->number] = {owner,
                             {{about->place},
                              static_cast<std::uint32_t>(about->linked_users_max),
                              static_cast<std::uint32_t>(about->kept_since_s),
                              static_cast<std::uint32_t>(about->transfers)},
                             {{about->log_place}, about->branch}};
  }
}

void saved_histories::keep_held(const std::function<result<bool>(const store::log_mark&)>& is_held) {
  std::erase_if(found_, [&](const auto& entry) {
    const auto held = is_held(entry.second.log);
    if (held && *held) return false;
    spdlog::warn("the history of customer {} comes back from the log: the one in the state file {}",
                 entry.second.owner->settings.load()->id,
                 held ? "is not of this store, or of a time after its backup"
                      : "could not be checked: " + held.error().detail());
    return true;
  });
}

result<std::optional<history_place>> saved_histories::read(const customer& of, std::int64_t now_ms,
                                                           model::event_history& into) const {
  const auto known = found_.find(of.number);
  if (known == found_.end() || known->second.owner.get() != &of) return std::optional<history_place>{};
  const auto about = file_->read_one<about_history>(section_id(history_section, of.number.value));
  if (!about) return about.error();
  model::saved_history saved;
  saved.newest_s = static_cast<std::uint32_t>(about->newest_s);
  saved.gap_s = static_cast<std::uint32_t>(about->gap_s);
  if (auto done = read_users(*file_, of.number, *about, saved); !done) return done.error();
  for (const auto& kind : events::event_kinds()) {
    const section_id which(type_section, of.number.value, static_cast<std::uint32_t>(kind.type));
    if (!file_->holds(which)) continue;
    auto sessions = read_type(*file_, of.number, kind.type);
    if (!sessions) return sessions.error();
    saved.types.emplace(kind.type, std::move(*sessions));
  }
  const auto since_s = of.settings.load()->retained_since_s(now_ms);
  if (auto done = into.load(std::move(saved), of.items.size(), since_s); !done) return done.error();
  return std::optional(known->second.place);
}

}  // namespace footfall::customer
