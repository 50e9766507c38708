// Where histories come from and where they go: the state file, the log, and the state file again.
#include "builder_source.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace footfall::customer {

model_builder::source::source(customer_directory::pointer of) : learned(std::move(of)) {
  const auto models = learned.owner->models.load();
  if (!models || models->choices.empty()) return;
  choices = models->choices;
  // One that was cut off by the end of the process begins anew.
  choices_begun_ms = std::ranges::min_element(choices, {}, &model::weight_choice::chosen_at_ms)->chosen_at_ms;
}

void model_builder::begin_with(saved_histories from) {
  const std::lock_guard between_rounds(rounds_mutex_);
  saved_ = std::move(from);
}

std::unique_ptr<model_builder::source> model_builder::make_source(const customer_directory::pointer& of) {
  auto made = std::make_unique<source>(of);
  const auto found = saved_.read(*of, time_.wall_ms(), made->learned.history);
  const auto settings = of->settings.load();
  if (!found) {
    spdlog::warn("{}: the history of customer {} comes back from the log", found.error().detail(),
                 settings->id);
    return std::make_unique<source>(of);
  }
  if (!*found) return made;
  // Logins would have been followed otherwise.
  if ((*found)->linked_users_max != settings->linked_users_max) return std::make_unique<source>(of);
  made->learned.place = **found;
  if (made->learned.lacks_some(time_.wall_ms())) return std::make_unique<source>(of);
  return made;
}

void model_builder::match_sources(const customer_directory& customers) {
  std::erase_if(sources_, [&](const auto& entry) {
    // One that left and came back has other numbers of items.
    const auto& learned = entry.second->learned;
    return learned.broken || customers.find(entry.first) != learned.owner ||
           learned.lacks_some(time_.wall_ms());
  });
  const auto begin_ns = time_.steady_ns();
  std::size_t loaded = 0;
  std::size_t events = 0;
  for (const auto& [id, each] : customers.by_id()) {
    auto& known = sources_[each->number];
    if (known) continue;
    known = make_source(each);
    read_to_end_ = false;
    loaded += known->learned.place.place != store::cursor{} ? 1 : 0;
    events += known->learned.history.size();
  }
  if (loaded > 0)
    spdlog::info("histories of {} customers with {} events read from the state file in {:.3f} s", loaded,
                 events, static_cast<double>(time_.steady_ns() - begin_ns) / 1e9);
  saved_ = {};  // closes the file: whoever comes later is not in it
}

result<void> model_builder::read_news(const customer_directory& customers,
                                      const std::function<bool()>& go_on) {
  match_sources(customers);
  const bool catching_up = !read_to_end_;
  std::vector<learned_history*> all;
  for (const auto& [number, from] : sources_) {
    from->learned.late = 0;
    all.push_back(&from->learned);
  }
  const auto begin_ns = time_.steady_ns();
  const auto read = read_on(all, *log_, time_, go_on);
  if (!read) {
    ++revision_;  // some may have been read
    return read.error();
  }
  read_to_end_ = true;
  for (const auto& [number, from] : sources_) {
    // What a first reading finds is not on its way any more, however old it is.
    if (std::exchange(from->caught_up, true)) continue;
    from->learned.late = 0;
  }
  if (*read > 0) ++revision_;
  if (catching_up)
    spdlog::info("{} events read from the log for the histories in {:.3f} s", *read,
                 static_cast<double>(time_.steady_ns() - begin_ns) / 1e9);
  return {};
}

void model_builder::write_histories(state::state_writer& to, const customer_directory& customers,
                                    const store::log_mark& log, const std::function<bool()>& go_on) {
  match_sources(customers);
  for (const auto& [number, from] : sources_) {
    auto& learned = from->learned;
    const bool begun = learned.place.place != store::cursor{};
    if (!begun || !learned.of_one_setting) continue;
    if (!learned.history.settled()) learned.settle(time_.wall_ms());
    write_history(to, number, learned.history, learned.place, log, go_on);
  }
}

}  // namespace footfall::customer
