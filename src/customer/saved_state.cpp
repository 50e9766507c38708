// Which section holds what, and in which order it is written and read.
#include "footfall/customer/saved_state.hpp"

#include "footfall/model/models_without_events.hpp"
#include "footfall/state/state_reader.hpp"
#include "footfall/state/state_writer.hpp"
#include "in_parallel.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>

namespace footfall::customer {
namespace {

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
  std::uint64_t settings_digest = 0;
  std::uint64_t item_parts = 0;
};

constexpr section_id file_section{"about"};

constexpr auto customer_section = "customer";
constexpr auto item_name_section = "items";
constexpr auto item_text_section = "items.text";
constexpr auto model_section = "models";

template <class T>
void append(state_writer& to, const section_id& which, const T& record) {
  static_assert(std::has_unique_object_representations_v<T>);
  to.append(which, std::span(&record, 1));
}

template <class T>
void append(state_writer& to, const section_id& which, const std::vector<T>& records) {
  if (!records.empty()) to.append(which, std::span(records));
}

/// All that there are by now: the builder adds items, too, and what was written before may use any of them.
std::uint64_t write_items(state_writer& to, const customer& from, const std::function<bool()>& go_on) {
  const auto end = from.items.size();
  catalog::saved_items some;
  std::uint32_t part = 0;
  for (std::size_t first = 0; first < end && !to.failed() && go_on(); first += items_per_part, ++part) {
    from.items.save(static_cast<item_index>(first), std::min(first + items_per_part, end), some);
    append(to, section_id(item_name_section, from.number.value, part), some.items);
    append(to, section_id(item_text_section, from.number.value, part), some.texts);
  }
  return part;
}

// In the place of models: those of a customer without events, so that a start need not build them.
constexpr std::array nothing_learned{std::byte{0}};

/// Before the items: those that come meanwhile are in neither or in both.
void write_models(state_writer& to, const customer& of, const model::model_set* models) {
  const section_id which(model_section, of.number.value);
  const auto built = [](const model::built_model& each) { return each.content != nullptr; };
  if (models == nullptr) return;
  if (model::is_without_events(*models, of.settings.load()->models))
    return to.append(which, std::span<const std::byte>(nothing_learned));
  if (!std::ranges::all_of(models->models, built)) return;
  model::model_writer pieces([&](std::span<const std::byte> some) { to.append(which, some); });
  model::save_models(*models, pieces);
}

failure damaged(const char* how) { return {error::io_failed, std::string("the state file: ") + how}; }

result<void> read_items(const state_reader& from, customer& into, std::uint64_t parts) {
  const auto number = into.number.value;
  for (std::uint32_t part = 0; part < parts; ++part) {
    if (!from.holds(section_id(item_name_section, number, part))) return damaged("items are missing");
    auto items = from.read<catalog::saved_items::item>(section_id(item_name_section, number, part));
    if (!items) return items.error();
    auto texts = from.read<char>(section_id(item_text_section, number, part));
    if (!texts) return texts.error();
    if (auto done = into.items.load({std::move(*items), std::move(*texts)}); !done) return done;
  }
  return {};
}

/// Models that are not there, of other settings or damaged are built anew: no reason to refuse the file.
result<void> read_models(const state_reader& from, customer& into) {
  const section_id which(model_section, into.number.value);
  if (!from.holds(which)) return {};
  const auto bytes = from.read<std::byte>(which);
  if (!bytes) return bytes.error();
  model::model_reader pieces(*bytes);
  const auto settings = into.settings.load();
  auto models = std::ranges::equal(*bytes, nothing_learned)
                    ? model::models_without_events(settings->models, 0)
                    : model::load_models(settings->models, pieces, into.items.size());
  // Without the choices that made them they would be others.
  if (models && (settings->choose_weights || models->choices.empty())) into.models.publish(std::move(models));
  return {};
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
    if (about->settings_digest != settings_digest(*each)) continue;
    found.push_back(boost::make_shared<customer>(each->number, each->settings.load(), each->profile_bounds));
  }
  return found;
}

}  // namespace

std::uint64_t settings_digest(const customer& of) {
  // FNV-1a (Fowler, Noll, Vo), over words: rows and settings are part of what a file is good for.
  std::uint64_t digest = 0xCBF29CE484222325ULL;
  const auto add = [&](std::uint64_t word) { digest = (digest ^ word) * 0x100000001B3ULL; };
  const auto settings = of.settings.load();
  add(settings->items_unknown_max);
  for (std::size_t row = 0; row < of.states.size(); ++row) {
    for (const char letter : derived_states()[row].name) add(static_cast<unsigned char>(letter));
    add(of.states[row]->settings_digest(*settings));
  }
  return digest == 0 ? 1 : digest;
}

state_cut::state_cut(customers_pointer customers, const store::log_mark& mark,
                     std::map<customer_number, std::uint64_t> folded_with, const store::archive_mark& archive)
    : customers_(std::move(customers)), mark_(mark), archive_(archive) {
  for (const auto& [id, each] : customers_->by_id()) {
    const auto known = folded_with.find(each->number);
    if (known == folded_with.end()) continue;
    auto& added = customers_cut_.emplace_back(customer_cut{each, known->second, {}, each->models.load()});
    for (const auto& state : each->states) added.rows.push_back(state->cut());
  }
}

state_cut::~state_cut() = default;

void state_cut::write_customer(state_writer& to, customer_cut& from,
                               const std::function<bool()>& go_on) const {
  section_writer own(to, from.owner->number);
  for (auto& row : from.rows) {
    row->write(own, go_on);
    row.reset();
  }
  write_models(to, *from.owner, from.models.get());
  const auto item_parts = write_items(to, *from.owner, go_on);
  const auto& items = from.owner->items;
  // Where most of the items are known no more, the next start numbers those that are left anew: no customer
  // has such settings.
  const bool worn_out = items.size() / 2 > std::max(items.known(), items_per_part);
  own.append_one(customer_section, about_customer{worn_out ? 0 : from.settings_digest, item_parts});
}

result<std::uint64_t> state_cut::write(const std::filesystem::path& file, std::int64_t now_ms,
                                       const std::function<bool()>& go_on,
                                       const std::function<void(state_writer&)>& write_histories) {
  auto to = state_writer::create(file);
  if (!to) return to.error();
  append(*to, file_section,
         about_file{mark_.place.position, mark_.branch, now_ms, archive_.id, archive_.generation});
  for (auto& each : customers_cut_)
    for (auto& row : each.rows) row->prepare();
  write_histories(*to);
  for (auto& each : customers_cut_) {
    write_customer(*to, each, go_on);
    if (!go_on()) return failure{error::not_ready, "the state was not written: the server is stopping"};
  }
  return to->finish();
}

namespace {

/// Everything else needs the items; then all is for all threads, the models first, which are large.
result<void> read_customers(const state_reader& from, std::span<const customer_directory::pointer> into,
                            std::int64_t now_ms) {
  auto done = in_parallel(loading_threads, into.size(), [&](std::size_t index) -> result<void> {
    auto& each = *into[index];
    const auto about = from.read_one<about_customer>(section_id(customer_section, each.number.value));
    if (!about) return about.error();
    return read_items(from, each, about->item_parts);
  });
  if (!done) return done;
  struct piece {
    customer* of;
    derived_state* row;  // null: the models
    std::size_t step;
  };
  std::vector<piece> pieces;
  for (const auto& each : into) {
    pieces.push_back({each.get(), nullptr, 0});
    for (const auto& row : each->states)
      for (std::size_t step = 0; step < row->load_steps(); ++step)
        pieces.push_back({each.get(), row.get(), step});
  }
  return in_parallel(loading_threads, pieces.size(), [&](std::size_t index) {
    const auto& [of, row, step] = pieces[index];
    if (row == nullptr) return read_models(from, *of);
    return row->load(
        section_reader(from, of->number, of->items.size(), of->settings.load()->retained_since_s(now_ms)),
        step);
  });
}

}  // namespace

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
  if (auto done = read_customers(*from, *customers, now_ms); !done) return done.error();
  loaded.histories = saved_histories(from, *customers);
  loaded.customers = std::move(*customers);
  return loaded;
}

}  // namespace footfall::customer
