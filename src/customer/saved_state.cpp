// Which section holds what, and in which order it is written and read.
#include "footfall/customer/saved_state.hpp"

#include "footfall/state/state_reader.hpp"
#include "footfall/state/state_writer.hpp"
#include "in_parallel.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <limits>
#include <span>
#include <type_traits>

namespace footfall::customer {
namespace {

using profile::profile_table;
using state::section_id;
using state::state_reader;
using state::state_writer;

constexpr unsigned loading_threads = 2;
constexpr std::size_t items_per_part = 65'536;

/// The file as a whole.
struct about_file {
  std::uint64_t place = 0;
  std::array<std::uint64_t, 2> branch{};
  std::int64_t saved_ms = 0;
  std::array<std::uint64_t, 2> archive{};
  std::uint64_t archive_generation = 0;
};

/// A customer's section of its own.
struct about_customer {
  std::uint64_t linked_users_max = 0;
  std::uint64_t click_categories = 0;
  std::uint64_t item_parts = 0;
  std::uint64_t last_link = 0;
  std::uint64_t remembered_links = 0;
  std::int64_t viewers_expired_ms = 0;
  std::uint64_t category_random_state = 0;
  std::uint64_t category_issues = 0;
  std::uint64_t history_items = 0;
};

constexpr section_id file_section{"about"};

constexpr auto customer_section = "customer";
constexpr auto item_section = "items";
constexpr auto item_text_section = "items.text";
constexpr auto link_section = "links";
constexpr auto unlinked_section = "links.unlinked";
constexpr auto opt_out_section = "opt_outs";
constexpr auto viewer_section = "viewers";
constexpr auto rating_section = "ratings";
constexpr auto path_section = "categories.paths";
constexpr auto path_text_section = "categories.texts";
constexpr auto category_item_section = "categories.items";
constexpr auto seen_path_section = "categories.seen";
constexpr auto model_section = "models";
constexpr auto stripe_section = "profiles";
constexpr auto user_section = "profiles.users";
constexpr auto entry_section = "profiles.entries";
constexpr auto archived_section = "archived.users";
constexpr auto move_section = "archived.moves";

template <class T>
void append(state_writer& to, const section_id& which, const T& record) {
  static_assert(std::has_unique_object_representations_v<T>);
  to.append(which, std::span(&record, 1));
}

template <class T>
void append(state_writer& to, const section_id& which, const std::vector<T>& records) {
  if (!records.empty()) to.append(which, std::span(records));
}

void write_profiles(state_writer& to, customer& from, const std::function<bool()>& go_on) {
  profile::saved_profiles share;
  for (std::uint32_t part = 0; part < profile_table::stripe_count && !to.failed() && go_on(); ++part) {
    from.profiles.save(part, share);
    if (share.users.empty() && share.archived.empty()) continue;
    const auto number = from.number.value;
    append(to, section_id(stripe_section, number, part), share.random_state);
    append(to, section_id(user_section, number, part), share.users);
    append(to, section_id(entry_section, number, part), share.entries);
    append(to, section_id(archived_section, number, part), share.archived);
  }
}

/// All that there are by now: the builder adds items, too, and what was written before may use any of them.
std::uint64_t write_items(state_writer& to, const customer& from, const std::function<bool()>& go_on) {
  const auto end = from.items.size();
  catalog::saved_items some;
  std::uint32_t part = 0;
  for (std::size_t first = 0; first < end && !to.failed() && go_on(); first += items_per_part, ++part) {
    from.items.save(static_cast<item_index>(first), std::min(first + items_per_part, end), some);
    append(to, section_id(item_section, from.number.value, part), some.items);
    append(to, section_id(item_text_section, from.number.value, part), some.texts);
  }
  return part;
}

/// Before the items: those that come meanwhile are in neither or in both.
void write_models(state_writer& to, const customer& of, const model::model_set* models) {
  const auto built = [](const model::built_model& each) { return each.content != nullptr; };
  if (models == nullptr || !std::ranges::all_of(models->models, built)) return;
  model::model_writer pieces(
      [&](std::span<const std::byte> some) { to.append(section_id(model_section, of.number.value), some); });
  model::save_models(*models, pieces);
}

void write_categories(state_writer& to, std::uint32_t number, const catalog::saved_categories& categories) {
  append(to, section_id(path_section, number), categories.paths);
  append(to, section_id(path_text_section, number), categories.texts);
  append(to, section_id(category_item_section, number), categories.items);
  append(to, section_id(seen_path_section, number), categories.seen);
}

std::vector<saved_rating> ratings_of(const customer& from) {
  std::vector<saved_rating> ratings;
  for (const auto& [type, largest] : from.ratings.all()) ratings.push_back({type, largest});
  return ratings;
}

failure damaged(const char* how) { return {error::io_failed, std::string("the state file: ") + how}; }

result<void> read_items(const state_reader& from, customer& into, std::uint64_t parts) {
  const auto number = into.number.value;
  for (std::uint32_t part = 0; part < parts; ++part) {
    if (!from.holds(section_id(item_section, number, part))) return damaged("items are missing");
    auto items = from.read<catalog::saved_items::item>(section_id(item_section, number, part));
    if (!items) return items.error();
    auto texts = from.read<char>(section_id(item_text_section, number, part));
    if (!texts) return texts.error();
    if (auto done = into.items.load({std::move(*items), std::move(*texts)}); !done) return done;
  }
  return {};
}

result<void> read_links(const state_reader& from, customer& into, const about_customer& about) {
  const auto number = into.number.value;
  auto links = from.read<identity::user_link>(section_id(link_section, number));
  if (!links) return links.error();
  auto unlinked = from.read<identity::saved_links::unlinked>(section_id(unlinked_section, number));
  if (!unlinked) return unlinked.error();
  return into.profiles.load_links(
      {std::move(*links), std::move(*unlinked), about.last_link, about.remembered_links});
}

result<void> read_categories(const state_reader& from, customer& into, const about_customer& about) {
  const auto number = into.number.value;
  auto paths = from.read<catalog::saved_categories::path>(section_id(path_section, number));
  if (!paths) return paths.error();
  auto texts = from.read<char>(section_id(path_text_section, number));
  if (!texts) return texts.error();
  auto items = from.read<catalog::saved_categories::item>(section_id(category_item_section, number));
  if (!items) return items.error();
  auto seen = from.read<catalog::saved_categories::seen_path>(section_id(seen_path_section, number));
  if (!seen) return seen.error();
  return into.categories.load(
      {std::move(*paths), std::move(*texts), std::move(*items), std::move(*seen), about.category_random_state,
       static_cast<std::uint32_t>(about.category_issues)},
      into.items.size());
}

result<void> read_ratings(const state_reader& from, customer& into) {
  const auto ratings = from.read<saved_rating>(section_id(rating_section, into.number.value));
  if (!ratings) return ratings.error();
  for (const auto& [type, largest] : *ratings) {
    if (largest > catalog::largest_ratings::rating_max) return damaged("a rating that cannot be");
    into.ratings.add(type, static_cast<std::uint8_t>(largest));
  }
  return {};
}

/// Everything but what is large.
result<void> read_small_parts(const state_reader& from, customer& into) {
  const auto number = into.number.value;
  const auto about = from.read_one<about_customer>(section_id(customer_section, number));
  if (!about) return about.error();
  if (auto done = read_items(from, into, about->item_parts); !done) return done;
  if (auto done = read_links(from, into, *about); !done) return done;
  if (auto done = read_categories(from, into, *about); !done) return done;
  if (auto done = read_ratings(from, into); !done) return done;
  const auto opt_outs = from.read<user_key>(section_id(opt_out_section, number));
  if (!opt_outs) return opt_outs.error();
  for (const auto& user : *opt_outs) into.opt_outs.add(user);
  auto moves = from.read<profile::pending_move>(section_id(move_section, number));
  if (!moves) return moves.error();
  into.profiles.table().load_pending(std::move(*moves));
  return {};
}

result<void> read_viewers(const state_reader& from, customer& into) {
  const auto number = into.number.value;
  const auto about = from.read_one<about_customer>(section_id(customer_section, number));
  if (!about) return about.error();
  auto clicks = from.read<profile::saved_viewers::click>(section_id(viewer_section, number));
  if (!clicks) return clicks.error();
  return into.viewers.load({std::move(*clicks), about->viewers_expired_ms}, into.items.size());
}

/// Models that are not there, of other settings or damaged are built anew: no reason to refuse the file.
result<void> read_models(const state_reader& from, customer& into) {
  const section_id which(model_section, into.number.value);
  if (!from.holds(which)) return {};
  const auto bytes = from.read<std::byte>(which);
  if (!bytes) return bytes.error();
  model::model_reader pieces(*bytes);
  const auto settings = into.settings.load();
  auto models = model::load_models(settings->models, pieces, into.items.size());
  // Without the choices that made them they would be others.
  if (models && (settings->choose_weights || models->choices.empty())) into.models.publish(std::move(models));
  return {};
}

result<void> read_profiles(const state_reader& from, customer& into, std::uint32_t part,
                           std::int64_t now_ms) {
  const auto number = into.number.value;
  if (!from.holds(section_id(stripe_section, number, part))) return {};
  const auto random_state = from.read_one<std::uint64_t>(section_id(stripe_section, number, part));
  if (!random_state) return random_state.error();
  auto users = from.read<profile::saved_profiles::user>(section_id(user_section, number, part));
  if (!users) return users.error();
  auto entries = from.read<profile::saved_profiles::entry>(section_id(entry_section, number, part));
  if (!entries) return entries.error();
  auto archived = from.read<std::uint32_t>(section_id(archived_section, number, part));
  if (!archived) return archived.error();
  return into.profiles.load(part,
                            {std::move(*users), std::move(*entries), *random_state, std::move(*archived)},
                            into.items.size(), into.settings.load()->retained_since_s(now_ms));
}

/// New customers in place of those whose state is in the file with the same settings.
result<std::vector<customer_directory::pointer>> find_customers(const state_reader& from,
                                                                const customer_directory& wanted) {
  std::vector<customer_directory::pointer> found;
  for (const auto& [id, each] : wanted.by_id()) {
    const section_id which(customer_section, each->number.value);
    if (!from.holds(which)) continue;
    const auto about = from.read_one<about_customer>(which);
    if (!about) return about.error();
    const fold_settings folded_with{static_cast<std::uint32_t>(about->linked_users_max),
                                    about->click_categories != 0,
                                    static_cast<std::uint32_t>(about->history_items)};
    if (folded_with != fold_settings_of(*each)) continue;
    found.push_back(boost::make_shared<customer>(each->number, each->settings.load(), each->profile_bounds));
  }
  return found;
}

}  // namespace

fold_settings fold_settings_of(const customer& of) {
  const auto settings = of.settings.load();
  return {settings->linked_users_max, settings->click_categories, settings->history_items};
}

state_cut::state_cut(customers_pointer customers, const store::log_mark& mark,
                     std::map<customer_number, fold_settings> folded_with, const store::archive_mark& archive)
    : customers_(std::move(customers)), mark_(mark), archive_(archive), folded_with_(std::move(folded_with)) {
  for (const auto& [id, each] : customers_->by_id()) {
    if (!folded_with_.contains(each->number)) continue;
    each->profiles.begin_save();
    parts_.push_back({each, each->viewers.save(), each->categories.save(), each->opt_outs.users(),
                      ratings_of(*each), each->profiles.table().pending_moves(), each->models.load()});
  }
}

state_cut::~state_cut() {
  for (const auto& each : parts_) each.owner->profiles.end_save();
}

void state_cut::write_links(state_writer& to, small_parts& parts) {
  const auto number = parts.owner->number.value;
  const auto links = parts.owner->profiles.save_links();
  append(to, section_id(link_section, number), links.links);
  append(to, section_id(unlinked_section, number), links.unlinked_users);
  parts.last_link = links.last_number;
  parts.remembered_links = links.remembered;
}

void state_cut::write_customer(state_writer& to, const small_parts& parts,
                               const std::function<bool()>& go_on) const {
  const auto number = parts.owner->number.value;
  append(to, section_id(opt_out_section, number), parts.opt_outs);
  append(to, section_id(viewer_section, number), parts.viewers.clicks);
  append(to, section_id(rating_section, number), parts.ratings);
  append(to, section_id(move_section, number), parts.moves);
  write_categories(to, number, parts.categories);
  write_profiles(to, *parts.owner, go_on);
  write_models(to, *parts.owner, parts.models.get());
  const auto item_parts = write_items(to, *parts.owner, go_on);
  const auto& folded_with = folded_with_.at(parts.owner->number);
  append(to, section_id(customer_section, number),
         about_customer{.linked_users_max = folded_with.linked_users_max,
                        .click_categories = folded_with.click_categories ? 1U : 0U,
                        .item_parts = item_parts,
                        .last_link = parts.last_link,
                        .remembered_links = parts.remembered_links,
                        .viewers_expired_ms = parts.viewers.expired_until_ms,
                        .category_random_state = parts.categories.random_state,
                        .category_issues = parts.categories.issues,
                        .history_items = folded_with.history_items});
}

result<std::uint64_t> state_cut::write(const std::filesystem::path& file, std::int64_t now_ms,
                                       const std::function<bool()>& go_on,
                                       const std::function<void(state_writer&)>& write_histories) {
  auto to = state_writer::create(file);
  if (!to) return to.error();
  append(*to, file_section,
         about_file{mark_.place.position, mark_.branch, now_ms, archive_.id, archive_.generation});
  // First: a login must wait while they are copied, or keep a copy itself.
  for (auto& each : parts_) write_links(*to, each);
  write_histories(*to);
  for (const auto& each : parts_) {
    write_customer(*to, each, go_on);
    if (!go_on()) return failure{error::not_ready, "the state was not written: the server is stopping"};
  }
  return to->finish();
}

result<loaded_state> load_state(
    const std::filesystem::path& file, const customer_directory& wanted, std::int64_t now_ms,
    const std::function<result<void>(const store::log_mark&, const store::archive_mark&)>& is_held) {
  auto opened = state_reader::open(file, saved_histories::section_names);
  if (!opened) return opened.error();
  const auto from = std::make_shared<const state_reader>(std::move(*opened));
  const auto about = from->read_one<about_file>(file_section);
  if (!about) return about.error();
  loaded_state loaded{{{about->place}, about->branch}, about->saved_ms, from->size_bytes(), {}, {}};
  if (auto held = is_held(loaded.mark, {about->archive, about->archive_generation}); !held)
    return held.error();
  auto customers = find_customers(*from, wanted);
  if (!customers) return customers.error();
  auto done = in_parallel(loading_threads, customers->size(),
                          [&](std::size_t index) { return read_small_parts(*from, *(*customers)[index]); });
  if (!done) return done.error();
  // The large parts of one customer, too, are for all threads; the largest of them comes first.
  constexpr auto parts = profile_table::stripe_count + 2;
  done = in_parallel(loading_threads, customers->size() * parts, [&](std::size_t index) {
    auto& into = *(*customers)[index / parts];
    const auto part = static_cast<std::uint32_t>(index % parts);
    if (part == 0) return read_models(*from, into);
    if (part == 1) return read_viewers(*from, into);
    return read_profiles(*from, into, part - 2, now_ms);
  });
  if (!done) return done.error();
  loaded.histories = saved_histories(from, *customers);
  loaded.customers = std::move(*customers);
  return loaded;
}

}  // namespace footfall::customer
