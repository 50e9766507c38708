#include "footfall/customer/model_builder.hpp"

#include "builder_source.hpp"
#include "footfall/core/thread_name.hpp"
#include "footfall/model/editorial_items.hpp"
#include "footfall/model/models_without_events.hpp"
#include "footfall/model/ranking.hpp"
#include "footfall/recommend/filters.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace footfall::customer {
namespace {

constexpr int builder_nice = 10;
// How long a choice of weights keeps the thread from what else there is to do.
constexpr std::int64_t choice_slice_ns = 100'000'000;
// What is popular changes with every round, and putting suggestions in order costs a pass over the catalogue.
constexpr std::int64_t suggestion_order_ms = 3'600'000;

model::known_users users_of(const customer& target) {
  return {[&said = target.user_attributes](const model::known_users::visitor& visit) { said.visit(visit); },
          target.user_attributes.revision()};
}

/// Looks at all items, which who asks for the figures need not wait for.
void measure_catalogue(customer& target, std::int64_t now_ms) {
  constexpr std::int64_t ms_per_second = 1000;
  const auto catalogue = target.catalogue.load();
  if (!catalogue) return;
  const auto found =
      catalog::quality_of(catalogue.get(), target.items, target.tracked, now_ms / ms_per_second);
  target.quality.publish(boost::make_shared<const catalog::quality_figures>(
      catalog::quality_figures{catalog::sum_of(found), catalog::categories_of(*catalogue)}));
}

/// Items of which the catalogue does not say in which categories they are; those, too, that have them from
/// an older id.
model::model_set::placed_items placed_by_clicks(const catalog::item_categories& by_clicks,
                                                const catalog::item_transfers* transfers,
                                                const catalog::catalogue* told) {
  model::model_set::placed_items placed{by_clicks.placed_items()};
  placed.known = placed.items.size();
  auto& items = placed.items;
  if (transfers != nullptr) {
    const auto others = transfers->targets();
    items.insert(items.end(), others.begin(), others.end());
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }
  if (told != nullptr)
    std::erase_if(items, [&](item_index item) { return !told->categories_of(item).empty(); });
  return placed;
}

/// Says since when each part of a set serves that will be published at once: what is as it was before keeps
/// its moment. The others have one that surely comes after the publication.
void date(model::model_set& made, const model::model_set* before, std::int64_t now_ms) {
  constexpr std::int64_t second_ms = 1000;
  const auto shows_purchased = [](const model::model_set& of) {
    return of.repurchase_share >= recommend::repurchases_many;
  };
  const auto soon_ms = now_ms + second_ms;
  for (auto& each : made.models) {
    const auto* known = before == nullptr ? nullptr : before->find(each.definition.id);
    each.serves_ms = known != nullptr && known->content == each.content ? known->serves_ms : soon_ms;
  }
  const bool mixes_the_same =
      before != nullptr && shows_purchased(made) == shows_purchased(*before) &&
      std::ranges::equal(made.choices, before->choices, {}, &model::weight_choice::chosen_at_ms,
                         &model::weight_choice::chosen_at_ms);
  made.mixed_ms = mixes_the_same ? before->mixed_ms : soon_ms;
}

}  // namespace

std::int64_t pause_after(const builder_settings& settings, std::int64_t built_ns) noexcept {
  const auto busy_ms = static_cast<double>(built_ns) * settings.threads / 1e6;
  const auto fair_ms = static_cast<std::int64_t>(busy_ms / settings.processor_share) - built_ns / 1'000'000;
  return std::max(settings.rebuild_interval_ms, fair_ms);
}

model_builder::model_builder(const builder_settings& settings, customers_source customers,
                             std::unique_ptr<store::event_reader> log, const clock& time)
    : customers_(std::move(customers)), log_(std::move(log)), time_(time), settings_(settings) {}

model_builder::~model_builder() { stop(); }

void model_builder::start() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    started_ = true;
    // What `run_once` has built before need not be built again at once.
    if (read_to_end_) pause_ms_ = settings_.rebuild_interval_ms;
  }
  thread_ = std::thread([this] {
    name_thread("model builder");
    run();
  });
}

void model_builder::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  done_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void model_builder::run() {
  // Of this thread and those that it starts: requests go first where there are not enough cores for all.
  setpriority(PRIO_PROCESS, 0, builder_nice);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wait_for_round(lock);
    if (!stopping_) round(lock, [this] { return !stopping(); });
  }
  // What came since the last round is in the models, too, that the state file gets. Not worth waiting for
  // where the log has not been read to its end yet.
  if (read_to_end_) round(lock, [] { return true; });
}

void model_builder::round(std::unique_lock<std::mutex>& lock, const std::function<bool()>& go_on) {
  wanted_ = false;
  ++rounds_begun_;
  const auto forced = std::exchange(forced_, {});
  lock.unlock();
  const auto begin_ns = time_.steady_ns();
  const auto done = work_.run(time_, [&] { return run_once(forced, go_on); });
  const auto taken_ns = time_.steady_ns() - begin_ns;
  if (!done && done.error().code() != error::not_ready)
    spdlog::error("models could not be rebuilt: {}", done.error().detail());
  lock.lock();
  pause_ms_ = pause_after(settings_, done && *done > 0 ? taken_ns : 0);
  last_failure_ = done ? std::nullopt : std::optional<failure>(done.error());
  rounds_done_ = rounds_begun_;
  done_.notify_all();
}

bool model_builder::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void model_builder::wait_for_round(std::unique_lock<std::mutex>& lock) {
  const auto due = std::chrono::steady_clock::now() + std::chrono::milliseconds(pause_ms_);
  const auto called = [this] { return wanted_ || stopping_; };
  for (bool choosing = true; !called() && std::chrono::steady_clock::now() < due;) {
    if (!choosing) {
      wake_.wait_until(lock, due, called);
      return;
    }
    lock.unlock();
    choosing = advance_choices(choice_slice_ns);
    lock.lock();
  }
}

void model_builder::begin_choices(const boost::shared_ptr<customer>& target, source& from,
                                  const builder_settings& settings) {
  const auto now_ms = time_.wall_ms();
  const auto own = target->settings.load();
  if (!own->choose_weights) {
    from.choosers.clear();
    from.choices_begun_ms.reset();
    return;
  }
  // A clock that was set back must not put the next one off.
  const bool due = !from.choices_begun_ms || now_ms < *from.choices_begun_ms ||
                   now_ms - *from.choices_begun_ms >= settings.choice_interval_ms;
  if (!due || from.learned.history.size() == 0 || from.is_importing()) return;
  from.choices_begun_ms = now_ms;
  from.choosers.clear();
  for (const auto& kind : model::model_kinds()) {
    if (kind.family != model::model_family::session_order) continue;
    if (auto chooser =
            weight_chooser::begin(kind.learns_from, *own, from.learned.history, target->items, now_ms))
      from.choosers.push_back(std::move(chooser));
  }
}

bool model_builder::advance_choices(std::int64_t slice_ns) {
  const auto budget_ns = [this] {
    const std::lock_guard lock(mutex_);
    return settings_.choice_budget_ms * 1'000'000;
  }();
  const std::lock_guard between_rounds(rounds_mutex_);
  for (auto& [number, from] : sources_) {
    if (from->choosers.empty()) continue;
    if (auto made = from->choosers.back()->advance(time_, slice_ns, budget_ns)) {
      spdlog::info("customer {}: weight of session kNN {:.2f}{}: {}", from->settings->id,
                   made->session_weight, made->by_sets ? " of sets" : "", made->reason);
      from->keep(std::move(*made));
      ++revision_;
      from->choosers.pop_back();
      if (from->choosers.empty()) ask_for(number);
    }
    return true;
  }
  return false;
}

void model_builder::publish_suggestions(customer& target, source& from, const model::model_set& models) {
  const auto catalogue = target.catalogue.load();
  const bool wanted = target.settings.load()->search_suggestions && catalogue;
  if (!wanted) {
    if (target.suggestions.load()) target.suggestions.publish(nullptr);
    from.suggested = nullptr;
    return;
  }
  const auto now_ms = models.built_at_ms;
  const bool in_order = now_ms >= from.suggested_ms && now_ms - from.suggested_ms < suggestion_order_ms;
  if (from.suggested == catalogue && in_order) return;
  const auto ranked = std::ranges::find_if(
      models.models, [](const auto& each) { return each.content && each.content->ranks(); });
  const auto* ranks = ranked == models.models.end() ? nullptr : ranked->content->ranks();
  const auto popularity = [ranks](item_index item) { return ranks == nullptr ? 0 : ranks->score_of(item); };
  target.suggestions.publish(
      boost::make_shared<const catalog::suggestion_index>(*catalogue, target.items.size(), popularity));
  from.suggested = catalogue;
  from.suggested_ms = now_ms;
}

void model_builder::rebuild(customer& target, source& from, unsigned threads) {
  const auto settings = target.settings.load();
  const auto begin_ns = time_.steady_ns();
  from.learned.settle(time_.wall_ms());
  const auto catalogue = target.catalogue.load();
  model::add_editorial_items(settings->models, settings->alphanumeric_items, target.items);
  const auto asked_by_segments = recommend::models_asked_by_segments(settings->scenarios);
  auto asked_attributes = source::asked_of(target, time_.wall_ms());
  const model::build_input input{.history = from.learned.history,
                                 .items = target.items,
                                 .now_ms = time_.wall_ms(),
                                 .threads = threads,
                                 .time_zone = settings->time_zone,
                                 .catalogue = catalogue,
                                 .users = users_of(target),
                                 .time_slots = settings->time_slots,
                                 .segments = &target.segments,
                                 .asked_by_segments = asked_by_segments,
                                 .asked_attributes = asked_attributes};
  const auto nothing = from.learned.history.size() == 0 && !catalogue
                           ? model::models_without_events(settings->models, time_.wall_ms())
                           : nullptr;
  const auto made = nothing ? nullptr : from.library.update(settings->models, input, from.choices);
  publish_suggestions(target, from, nothing ? *nothing : *made);
  bool placed_others = false;
  if (made) {
    const auto before = target.models.load();
    date(*made, before.get(), time_.wall_ms());
    made->placed_by_clicks =
        placed_by_clicks(target.categories, target.transfers.load().get(), catalogue.get());
    placed_others = before && before->placed_by_clicks &&
                    before->placed_by_clicks->items != made->placed_by_clicks->items;
  }
  target.publish_models(nothing ? nothing : made, time_.wall_ms());
  if (placed_others) target.changes.note_categories(time_.wall_ms());
  from.changes_built = from.learned.history.changes();
  from.choices_changed = false;
  from.settings = settings;
  from.catalogue = catalogue;
  from.users_revision = input.users.revision;
  from.asked_attributes = std::move(asked_attributes);
  spdlog::debug("customer {}: {} models built from {} events in {:.1f} ms", settings->id,
                settings->models.size(), from.learned.history.size(),
                static_cast<double>(time_.steady_ns() - begin_ns) / 1e6);
}

result<std::size_t> model_builder::run_once(std::span<const customer_number> forced,
                                            const std::function<bool()>& go_on) {
  const std::lock_guard no_saving(rounds_mutex_);
  const auto customers = customers_();
  building_ = true;
  auto read = read_news(*customers, go_on);
  std::size_t rebuilt = 0;
  if (read) {
    const auto [settings, gone_before_s] = [this] {
      const std::lock_guard lock(mutex_);
      return std::pair(settings_, std::exchange(gone_before_s_, {}));
    }();
    for (const auto& [which, time_s] : gone_before_s)
      if (const auto from = sources_.find(which); from != sources_.end())
        from->second->learned.history.forget_before(time_s);
    for (const auto& [id, each] : customers->by_id()) {
      auto& from = *sources_.at(each->number);
      measure_catalogue(*each, time_.wall_ms());
      each->parts_asked_for.choose(each->catalogue.load(), static_cast<item_index>(each->items.size()));
      const bool asked_for = std::find(forced.begin(), forced.end(), each->number) != forced.end();
      each->models.collect();
      each->suggestions.collect();
      const bool same_settings = from.settings == each->settings.load();
      if (from.settings && !same_settings)
        from.choices_begun_ms.reset();  // other models: other weights may be right
      if (!asked_for && from.is_built_of(*each, time_.wall_ms())) {
        if (!from.choices_begun_ms) begin_choices(each, from, settings);
        continue;
      }
      if (!each->settings.load()->choose_weights) from.choices.clear();
      rebuild(*each, from, settings.threads);
      begin_choices(each, from, settings);
      ++rebuilt;
    }
    // What a build needed for a moment goes back to the system; the allocator would keep it.
    if (rebuilt > 0) malloc_trim(0);
    first_round_done_ = true;
    std::size_t bytes = 0;
    for (const auto& [number, from] : sources_) bytes += from->learned.history.memory_bytes();
    sessions_bytes_ = bytes;
  }
  building_ = false;
  if (!read) return read.error();
  return rebuilt;
}

// A list that is edited many times during a long round is one customer to be built in the next.
void model_builder::force(customer_number which) {
  if (std::ranges::find(forced_, which) == forced_.end()) forced_.push_back(which);
  wanted_ = true;
}

void model_builder::ask_for(customer_number which) {
  {
    const std::lock_guard lock(mutex_);
    force(which);
  }
  wake_.notify_all();
}

result<void> model_builder::build_now(customer_number which) {
  std::unique_lock lock(mutex_);
  if (stopping_ || !started_) return failure{error::not_ready, "the model builder is not running"};
  force(which);
  const auto round = rounds_begun_ + 1;  // the next one to begin reads everything committed until now
  wake_.notify_all();
  done_.wait(lock, [&] { return rounds_done_ >= round || stopping_; });
  if (rounds_done_ < round) return failure{error::not_ready, "the server is stopping"};
  if (last_failure_) return *last_failure_;
  return {};
}

void model_builder::forget_before(customer_number which, std::uint32_t time_s) {
  {
    const std::lock_guard lock(mutex_);
    auto& known = gone_before_s_[which];
    known = std::max(known, time_s);
    wanted_ = true;
  }
  wake_.notify_all();
}

void model_builder::ask_for_round() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  wake_.notify_all();
}

void model_builder::settings_changed(const builder_settings& settings) {
  {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
    wanted_ = true;
  }
  wake_.notify_all();
}

}  // namespace footfall::customer
