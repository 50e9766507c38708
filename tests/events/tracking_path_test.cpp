// Which event a tracking URL is, and what is said of one that is none.
#include "footfall/events/tracking_path.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace footfall::test {
namespace {

using segments = std::vector<std::string_view>;

TEST(tracking_path, each_shape_has_its_parts) {
  const struct {
    segments path;
    bool slash;
    std::string_view name, user, target, type, item;
  } cases[] = {
      {{"api", "1", "click", "anna", "2", "42"}, false, "click", "anna", "", "2", "42"},
      {{"api", "1", "Follow", "anna", "2", "42"}, true, "clickrecommended", "anna", "", "2", "42"},
      {{"api", "1", "rendered", "anna", "2", "1,2"}, false, "rendered", "anna", "", "2", "1,2"},
      {{"api", "1", "render", "anna", "2"}, true, "rendered", "anna", "", "2", ""},
      {{"api", "1", "login", "a", "b"}, false, "login", "a", "b", "", ""},
      {{"api", "1", "transfer", "a", "b"}, true, "login", "a", "b", "", ""},
      {{"api", "1", "triggeropened", "anna"}, false, "triggeropened", "anna", "", "", ""},
  };
  for (const auto& each : cases) {
    const auto path = events::read_tracking_path(each.path, each.slash);
    ASSERT_TRUE(path) << each.path[2];
    EXPECT_EQ(path->kind->name, each.name);
    EXPECT_EQ(path->user, each.user);
    EXPECT_EQ(path->target, each.target);
    EXPECT_EQ(path->item_type, each.type);
    EXPECT_EQ(path->item, each.item);
  }
}

TEST(tracking_path, what_is_too_short_or_too_long_gets_the_right_form_as_answer) {
  const struct {
    segments path;
    error code;
    std::string_view form;
  } cases[] = {
      {{"api", "1", "nonsense", "anna"}, error::unknown_event, "nonsense"},
      {{"api", "1", "unlink", "a", "b"}, error::unknown_event, "unlink"},
      {{"api", "1", "click", "anna", "1"}, error::missing_parameter, "/api/1/click/USER/ITEMTYPE/ITEM"},
      {{"api", "1", "click"}, error::missing_parameter, "/api/1/click/USER/ITEMTYPE/ITEM"},
      {{"api", "1", "rendered", "anna", "1"}, error::missing_parameter, "ITEM[,ITEM...]"},
      {{"api", "1", "login", "anna"}, error::missing_parameter, "/api/1/login/SOURCE/TARGET"},
      {{"api", "1", "login", "a", "b", "c"}, error::bad_parameter, "/api/1/login/SOURCE/TARGET"},
      {{"api", "1", "triggeropened"}, error::missing_parameter, "/api/1/triggeropened/USER"},
      {{"api", "1", "triggeropened", "a", "1", "2"}, error::bad_parameter, "/api/1/triggeropened/USER"},
  };
  for (const auto& each : cases) {
    const auto path = events::read_tracking_path(each.path, false);
    ASSERT_FALSE(path) << each.form;
    EXPECT_EQ(path.error().code(), each.code) << each.form;
    EXPECT_NE(path.error().detail().find(each.form), std::string::npos) << path.error().detail();
  }
}

TEST(tracking_path, of_four_segments_the_third_tells_an_event_from_a_recommendation) {
  EXPECT_TRUE(events::is_event_of_user(segments{"api", "1", "TriggerOpened", "landing_page.json"}));
  EXPECT_FALSE(events::is_event_of_user(segments{"api", "1", "click", "landing_page.json"}));
  EXPECT_FALSE(events::is_event_of_user(segments{"api", "1", "anna", "landing_page.json"}));
  EXPECT_FALSE(events::is_event_of_user(segments{"api", "1", "triggeropened", "1", "2"}));
}

}  // namespace
}  // namespace footfall::test
